#include "core/pits/Closure.h"

#include <algorithm>
#include <cmath>

namespace orelens::pits {
namespace {

constexpr std::size_t piece = 1 << 18;     // blocks between two looks at the cancel flag
constexpr std::uint64_t patience = 8'000;  // nodes between two looks

}  // namespace

double closure_bytes(double blocks) {
    return blocks * 31;
}

Closure::Closure(Precedence precedence)
    : precedence_(std::move(precedence)),
      width_(static_cast<std::uint32_t>(precedence_.count[0])),
      depth_(static_cast<std::uint32_t>(precedence_.count[1])),
      height_(static_cast<std::uint32_t>(precedence_.count[2])) {
    static_assert(sizeof(Node) == 24);
    for (const Pattern& pattern : precedence_.patterns) {
        Reach reach;
        for (const Step& step : pattern.steps) {
            const std::int64_t ahead = step.di + static_cast<std::int64_t>(width_) *
                                                     (step.dj + static_cast<std::int64_t>(depth_) * step.dk);
            reach.hops.push_back({step.di, step.dj, step.dk, static_cast<std::size_t>(ahead)});
            reach.i = std::max<std::int32_t>(reach.i, std::abs(step.di));
            reach.j = std::max<std::int32_t>(reach.j, std::abs(step.dj));
            reach.k = std::max<std::int32_t>(reach.k, step.dk);
        }
        reaches_.push_back(std::move(reach));
    }
    // Nothing is written yet: seeding does, and can be stopped.
    blocks_ = static_cast<std::size_t>(width_) * depth_ * height_;
    nodes_ = base::LargeArray<Node>(blocks_);
    labels_ = base::LargeArray<std::uint32_t>(blocks_);
    hops_ = base::LargeArray<std::uint16_t>(blocks_);
    in_ = base::LargeArray<std::uint8_t>(blocks_);
}

/// Whether a step of this block may leave the grid.
bool Closure::near_side(const Place& at, const Reach& reach) const {
    return at.i < reach.i || at.i + reach.i >= static_cast<std::int32_t>(width_) || at.j < reach.j ||
           at.j + reach.j >= static_cast<std::int32_t>(depth_) ||
           at.k + reach.k >= static_cast<std::int32_t>(height_);
}

/// What needs a barred block is barred: from the top down, since all steps go up.
bool Closure::spread_barred() {
    auto& barred = precedence_.barred;
    for (std::size_t block = barred.size(); block-- > 0;) {
        if (block % (piece / 8) == 0 && progress_->cancelled()) return false;
        if (barred[block] != 0) continue;
        bool blocked = false;
        each_before(block, [&](std::size_t before) { blocked = blocked || barred[before] != 0; });
        barred[block] = blocked ? 1 : 0;
    }
    return true;
}

void Closure::to_bucket(std::uint32_t root) {
    const std::uint32_t label = labels_[root];
    nodes_[root].next = buckets_[label];
    buckets_[label] = root;
    highest_ = std::max(highest_, label);
}

void Closure::adopt(std::uint32_t parent, std::uint32_t child) {
    nodes_[child].parent = parent;
    nodes_[child].next = nodes_[parent].child;
    nodes_[parent].child = child;
}

void Closure::leave(std::uint32_t child) {
    const std::uint32_t parent = nodes_[child].parent;
    nodes_[child].parent = none;
    std::uint32_t* link = &nodes_[parent].child;
    while (*link != child) link = &nodes_[*link].next;
    *link = nodes_[child].next;
    nodes_[child].next = none;
}

/// Every block a tree of its own; those of value are strong, and sleep until their bench is reached.
bool Closure::seed(std::span<const std::int64_t> values) {
    label_count_.assign(2, 0);
    buckets_.assign(2, none);
    highest_ = 1;
    if (!precedence_.barred.empty() && !spread_barred()) return false;
    Place at{0, 0, 0};
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % piece == 0 && progress_->cancelled()) return false;
        in_[block] = 0;
        hops_[block] = near_side(at, reach_of(block)) ? at_side : 0;
        nodes_[block] = {.flow = values[block], .parent = none, .child = none, .next = none, .scan = none};
        if (barred(block)) {
            labels_[block] = gone;
        } else {
            labels_[block] = values[block] > 0 ? asleep : 0;
            if (labels_[block] == 0) ++label_count_[0];
        }
        if (++at.i < static_cast<std::int32_t>(width_)) continue;
        at.i = 0;
        if (++at.j < static_cast<std::int32_t>(depth_)) continue;
        at.j = 0;
        ++at.k;
    }
    return true;
}

/// The flows of one tree for new values, from its leaves to its root; what can no longer hang together parts.
void Closure::regrow_tree(std::uint32_t root, std::span<const std::int64_t> values) {
    nodes_[root].flow = values[root];
    nodes_[root].scan = nodes_[root].child;
    std::uint32_t now = root;
    while (true) {
        Node& node = nodes_[now];
        if (node.scan != none) {
            const std::uint32_t child = node.scan;
            node.scan = nodes_[child].next;
            nodes_[child].flow = values[child];
            nodes_[child].scan = nodes_[child].child;
            now = child;
            continue;
        }
        const std::uint32_t parent = node.parent;
        if (parent == none || tired()) return;
        const std::int64_t gives = node.flow;  // what the branch has over, or lacks
        const bool below = now < parent;
        if (below ? gives < 0 : gives > 0) {
            leave(now);
        } else {
            nodes_[parent].flow += gives;
            node.flow = below ? gives : -gives;
        }
        now = parent;
    }
}

bool Closure::regrow(std::span<const std::int64_t> values) {
    label_count_.assign(2, 0);
    buckets_.assign(2, none);
    highest_ = 1;
    for (std::size_t block = 0; block < blocks_; ++block) {
        if ((block % piece == 0 && progress_->cancelled()) || stopped_) return false;
        const auto root = static_cast<std::uint32_t>(block);
        if (labels_[root] != gone && nodes_[root].parent == none) {
            nodes_[root].next = none;
            regrow_tree(root, values);
        }
    }
    // Labels begin anew: roots that lack are 0, all others at least one merger away from them.
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % piece == 0 && progress_->cancelled()) return false;
        if (labels_[block] == gone) continue;
        const Node& node = nodes_[block];
        const bool root = node.parent == none;
        labels_[block] = root && node.flow <= 0 ? 0 : 1;
        hops_[block] &= at_side;
        ++label_count_[labels_[block]];
        if (root && node.flow > 0) to_bucket(static_cast<std::uint32_t>(block));
    }
    return true;
}

bool Closure::solve(std::span<const std::int64_t> values, const base::Progress& progress) {
    progress_ = &progress;
    stopped_ = false;
    looks_ = 0;
    return seed(values) && run_down() && collect();
}

bool Closure::raise(std::span<const std::int64_t> values, const base::Progress& progress) {
    progress_ = &progress;
    stopped_ = false;
    looks_ = 0;
    return regrow(values) && run() && collect();
}

/// A strong tree in whose reach nothing weak is left: no node has the label below its root's.
void Closure::settle(std::uint32_t root) {
    std::uint32_t now = root;
    nodes_[now].scan = nodes_[now].child;
    --label_count_[labels_[now]];
    labels_[now] = settled;
    while (now != none) {
        Node& node = nodes_[now];
        if (node.scan == none) {
            now = node.parent;
            continue;
        }
        now = node.scan;
        Node& child = nodes_[now];
        node.scan = child.next;
        child.scan = child.child;
        --label_count_[labels_[now]];
        labels_[now] = settled;
        if (tired()) return;
    }
}

std::uint32_t Closure::highest_root() {
    for (; highest_ > 0; --highest_) {
        while (buckets_[highest_] != none) {
            const std::uint32_t root = buckets_[highest_];
            buckets_[highest_] = nodes_[root].next;
            nodes_[root].next = none;
            if (label_count_[highest_ - 1] > 0) return root;
            settle(root);
        }
    }
    if (buckets_[0] == none) return none;
    while (buckets_[0] != none) {
        const std::uint32_t root = buckets_[0];
        buckets_[0] = nodes_[root].next;
        --label_count_[0];
        ++label_count_[1];
        labels_[root] = 1;
        hops_[root] &= at_side;
        to_bucket(root);
    }
    return highest_root();
}

/// From the top down, some benches at a time: what pays without deeper ore is then settled, and no longer in the way
/// of what lies below. The order changes no answer: blocks that wake are blocks whose values rise.
bool Closure::run_down() {
    constexpr std::uint32_t at_once = 4;
    const std::uint32_t bench = width_ * depth_;
    for (std::uint32_t top = height_; top > 0;) {
        const std::uint32_t low = top - std::min(top, at_once);
        for (std::uint32_t block = low * bench; block < top * bench; ++block) {
            if (labels_[block] != asleep) continue;
            labels_[block] = 1;
            ++label_count_[1];
            to_bucket(block);
        }
        if (!run()) return false;
        top = low;
    }
    return true;
}

bool Closure::run() {
    for (std::uint32_t root = highest_root(); root != none; root = highest_root()) {
        process(root);
        if (tired()) return false;
    }
    return !progress_->cancelled();
}

/// The first block that this one needs and whose label is one less; none when there is none left.
std::uint32_t Closure::find_weak(std::uint32_t strong) {
    const std::vector<Hop>& hops = reach_of(strong).hops;
    const auto count = static_cast<std::uint32_t>(hops.size());
    const std::uint32_t kept = hops_[strong];
    const std::uint32_t side = kept & at_side;
    const std::uint32_t wanted = highest_ - 1;
    for (std::uint32_t n = kept & ~at_side; n < count; ++n) {
        if (side != 0 && !inside(place(strong), hops[n])) continue;
        const std::size_t before = strong + hops[n].ahead;
        if (labels_[before] != wanted) continue;
        hops_[strong] = static_cast<std::uint16_t>((n + 1) | side);
        return static_cast<std::uint32_t>(before);
    }
    hops_[strong] = static_cast<std::uint16_t>(count | side);
    return none;
}

/// Hangs a strong tree, turned so that `strong` is its root, below the weak node. Returns its excess, which
/// is then on none of them.
std::int64_t Closure::merge(std::uint32_t strong, std::uint32_t weak) {
    std::uint32_t now = strong;
    std::uint32_t new_parent = weak;
    std::int64_t arc = 0;  // to the new parent; the one between the trees was not used before
    while (true) {
        const std::uint32_t old_parent = nodes_[now].parent;
        const std::int64_t old_arc = nodes_[now].flow;  // of the root: its excess
        if (old_parent != none) leave(now);
        adopt(new_parent, now);
        nodes_[now].flow = arc;
        if (old_parent == none) return old_arc;
        arc = old_arc;
        new_parent = now;
        now = old_parent;
    }
}

/// Sends an excess from a node to the root of its tree. An arc that cannot take it all parts: what is left
/// over makes the branch a strong tree of its own.
void Closure::push(std::uint32_t from, std::int64_t excess) {
    std::uint32_t now = from;
    while (nodes_[now].parent != none) {
        if (excess == 0) return;
        Node& node = nodes_[now];
        const std::uint32_t parent = node.parent;
        if (now < parent) {
            node.flow += excess;
        } else if (node.flow >= excess) {
            node.flow -= excess;
        } else {
            const std::int64_t taken = node.flow;
            leave(now);
            node.flow = excess - taken;
            to_bucket(now);
            excess = taken;
        }
        now = parent;
    }
    const bool was_weak = nodes_[now].flow <= 0;
    nodes_[now].flow += excess;
    if (was_weak && nodes_[now].flow > 0) to_bucket(now);
}

/// Goes to the next child that shares this node's label; when there is none left, the node is one further
/// from what is weak.
void Closure::skip_higher_children(std::uint32_t at) {
    Node& node = nodes_[at];
    std::uint32_t& label = labels_[at];
    for (; node.scan != none; node.scan = nodes_[node.scan].next)
        if (labels_[node.scan] == label) return;
    --label_count_[label];
    ++label;
    if (label >= label_count_.size()) {
        label_count_.push_back(0);
        buckets_.push_back(none);
    }
    ++label_count_[label];
    hops_[at] &= at_side;
}

/// Looks through the nodes of a strong tree that share its root's label for one with a weak neighbour, and
/// merges there; with none the root comes back one label higher.
void Closure::process(std::uint32_t root) {
    const auto merged = [&](std::uint32_t strong) {
        const std::uint32_t weak = find_weak(strong);
        if (weak == none) return false;
        push(root, merge(strong, weak));
        return true;
    };
    std::uint32_t now = root;
    nodes_[root].scan = nodes_[root].child;
    if (merged(root)) return;
    skip_higher_children(root);
    while (now != none) {
        while (nodes_[now].scan != none) {
            const std::uint32_t child = nodes_[now].scan;
            nodes_[now].scan = nodes_[child].next;
            now = child;
            nodes_[now].scan = nodes_[now].child;
            if (merged(now)) return;
            skip_higher_children(now);
            if (tired()) return;
        }
        now = nodes_[now].parent;
        if (now != none) skip_higher_children(now);
    }
    to_bucket(root);
}

/// Of the strong blocks takes those that something of value needs. What only hangs beside them is worth
/// nothing: leaving it out makes the set the smallest.
bool Closure::collect() {
    std::vector<std::uint32_t> beside;
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % piece == 0 && progress_->cancelled()) return false;
        if (labels_[block] == settled && nodes_[block].parent == none)
            take_tree(static_cast<std::uint32_t>(block), beside);
        if (stopped_) return false;
    }
    if (!beside.empty() && !take_needed()) return false;
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % piece == 0 && progress_->cancelled()) return false;
        if (labels_[block] != settled) continue;
        const std::uint32_t parent = nodes_[block].parent;
        if (!beside.empty() && parent != none && in_[parent] != in_[block])
            leave(static_cast<std::uint32_t>(block));
    }
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % piece == 0 && progress_->cancelled()) return false;
        if (labels_[block] == settled && in_[block] != 0) labels_[block] = gone;
    }
    return true;
}

void Closure::take_tree(std::uint32_t root, std::vector<std::uint32_t>& beside) {
    std::uint32_t now = root;
    in_[now] = 1;
    nodes_[now].scan = nodes_[now].child;
    while (now != none) {
        Node& node = nodes_[now];
        if (node.scan == none) {
            now = node.parent;
            continue;
        }
        const std::uint32_t child = node.scan;
        node.scan = nodes_[child].next;
        if (child < now && nodes_[child].flow == 0) {
            beside.push_back(child);
            continue;
        }
        in_[child] = 1;
        nodes_[child].scan = nodes_[child].child;
        now = child;
        if (tired()) return;
    }
}

/// From all blocks taken to those they need, and to those that give to a block taken.
bool Closure::take_needed() {
    std::vector<std::uint32_t> open;
    const auto take = [&](std::size_t block) {
        if (labels_[block] != settled || in_[block] != 0) return;
        in_[block] = 1;
        open.push_back(static_cast<std::uint32_t>(block));
    };
    const auto spread = [&](std::uint32_t block) {
        each_before(block, take);
        const Node& node = nodes_[block];
        if (node.parent != none && node.parent < block && node.flow > 0) take(node.parent);
        for (std::uint32_t child = node.child; child != none; child = nodes_[child].next)
            if (child > block || nodes_[child].flow > 0) take(child);
    };
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (block % (piece / 16) == 0 && progress_->cancelled()) return false;
        if (labels_[block] != settled || in_[block] == 0) continue;
        open.push_back(static_cast<std::uint32_t>(block));
        while (!open.empty()) {
            const std::uint32_t now = open.back();
            open.pop_back();
            spread(now);
            if (tired()) return false;
        }
    }
    return true;
}

/// Looks at the cancel flag now and then; once set it stays.
bool Closure::tired() {
    if (++looked_ < patience) return stopped_;
    looked_ = 0;
    // How much is left nobody knows: most models are done after some four looks at a block.
    looks_ += static_cast<double>(patience);
    stopped_ = stopped_ || !progress_->report(1 - std::exp(-looks_ / (4 * static_cast<double>(blocks_))));
    return stopped_;
}

}  // namespace orelens::pits
