//VTK::System::Dec
//VTK::Output::Dec

// Walks one ray per pixel through the block model, from cell to cell, and stops at the first block to be seen.
// Bricks of 8x8x8 blocks that hold nothing to be seen are crossed in one step. All positions are grid
// coordinates (block units); t runs from 0 on the near plane to 1 on the far plane.

in vec2 texCoord;

uniform vec3 near0, near_x, near_y;   // near plane point = near0 + x near_x + y near_y, x and y in [-1, 1]
uniform vec3 far0, far_x, far_y;
uniform vec3 counts;                  // blocks along u, v, w
uniform vec2 pixels;                  // size of the picture, for the width of edge lines
uniform vec4 depth_z, depth_w;        // rows of grid -> clip
uniform sampler3D bricks;             // rgb: number of the leaf, a: least code in it
uniform sampler2D codes;              // one byte per block, leaf by leaf
uniform sampler2D colours;            // one byte per block, same places
uniform sampler2D palette;            // 256 colours
uniform float top;                    // THE price: codes up to here are usable
uniform int above_too;                // the part of the split step above the exact price is usable too
uniform float split_step;
uniform int waste;                    // 0 hidden, 1 ghosted, 2 shown
uniform int colour_by;                // 0 status, 1 step of the ladder, 2 byte of `colours`
uniform vec3 status_colours[5];       // usable, technical, unrecoverable, unassigned, excluded
uniform vec3 waste_tint;
uniform vec3 light_low, light_high;   // brightness of faces that look toward -u -v -w, +u +v +w
uniform int plane_count;
uniform vec4 planes[8];               // keeps dot(xyz, p) >= w
uniform float plane_light[8];
uniform int cut_away;                 // a wedge is taken out: where both of these are above their offset
uniform vec4 away[2];
uniform float away_light[2];
uniform int edges;

const float above = 254.0;
const float none = 255.0;

int face;         // axis the ray entered the present cell through; 3 + n: plane n; 11 + n: side n of the wedge;
                  // -1: the near plane
vec3 o, d, inv, side, stride;

float code_at(ivec2 home, vec3 inside) {
    int n = int(inside.x * 64.0 + inside.y * 8.0 + inside.z);
    return floor(texelFetch(codes, ivec2(home.x + n, home.y), 0).r * 255.0 + 0.5);
}

bool usable(float c) { return c <= top || (above_too != 0 && c == above); }

// The wall the ray leaves a box of `size` cells at `low` through, as a mask; sets `face` and returns t.
float leave(vec3 low, float size, out vec3 mask) {
    vec3 tn = (low + side * size - o) * inv;
    if (tn.x <= tn.y && tn.x <= tn.z) { face = 0; mask = vec3(1.0, 0.0, 0.0); return tn.x; }
    if (tn.y <= tn.z) { face = 1; mask = vec3(0.0, 1.0, 0.0); return tn.y; }
    face = 2; mask = vec3(0.0, 0.0, 1.0); return tn.z;
}

float light_of(int f) {
    if (f < 0) return 1.0;
    if (f > 10) return away_light[f - 11];
    if (f > 2) return plane_light[f - 3];
    vec3 l = mix(light_high, light_low, side);   // moving toward +u meets the face that looks toward -u
    return f == 0 ? l.x : (f == 1 ? l.y : l.z);
}

// Darkens thin lines along block edges, and fades them out where blocks are only a few pixels wide.
float edge_light(vec3 p, float t, int f) {
    vec3 wide = (abs(near_x + t * (far_x - near_x)) / pixels.x + abs(near_y + t * (far_y - near_y)) / pixels.y) * 2.0;
    wide = max(wide, vec3(1e-6));
    vec3 in_cell = abs(fract(p + 0.5) - 0.5) / wide;
    vec3 across = f == 0 ? vec3(1e9, in_cell.yz) : (f == 1 ? vec3(in_cell.x, 1e9, in_cell.z) : vec3(in_cell.xy, 1e9));
    vec3 on = f == 0 ? vec3(0.0, wide.yz) : (f == 1 ? vec3(wide.x, 0.0, wide.z) : vec3(wide.xy, 0.0));
    if (f < 0 || f > 2) { across = in_cell; on = wide; }
    float line = 1.0 - smoothstep(0.35, 1.25, min(across.x, min(across.y, across.z)));
    float size = 1.0 / max(on.x, max(on.y, on.z));
    return 1.0 - 0.38 * line * smoothstep(4.0, 12.0, size);
}

vec3 colour_of(float c, ivec2 texel) {
    if (colour_by == 0) {
        if (usable(c)) return status_colours[0];
        if (c == 251.0) return status_colours[4];
        if (c == 252.0) return status_colours[2];
        return c == 253.0 ? status_colours[3] : status_colours[1];
    }
    float entry = c == above ? split_step : c;
    if (colour_by == 2) entry = floor(texelFetch(colours, texel, 0).r * 255.0 + 0.5);
    vec3 rgb = texelFetch(palette, ivec2(int(entry), 0), 0).rgb;
    return usable(c) ? rgb : mix(rgb, waste_tint, 0.6);
}

void main() {
    vec2 ndc = texCoord * 2.0 - 1.0;
    o = near0 + ndc.x * near_x + ndc.y * near_y;
    d = far0 + ndc.x * far_x + ndc.y * far_y - o;
    float least_d = 1e-7 * max(abs(d.x), max(abs(d.y), abs(d.z)));
    d = mix(d, vec3(least_d), vec3(lessThan(abs(d), vec3(least_d))));
    inv = 1.0 / d;
    side = step(vec3(0.0), d);
    stride = side * 2.0 - 1.0;

    // Part of the ray inside the grid and the cuts.
    vec3 wall = (counts * (1.0 - side) - o) * inv;
    vec3 exits = (counts * side - o) * inv;
    float t = max(wall.x, max(wall.y, wall.z));
    float t_end = min(1.0, min(exits.x, min(exits.y, exits.z)));
    face = wall.x == t ? 0 : (wall.y == t ? 1 : 2);
    if (t < 0.0) { t = 0.0; face = -1; }
    for (int n = 0; n < plane_count; ++n) {
        float a = dot(planes[n].xyz, o) - planes[n].w;
        float b = dot(planes[n].xyz, d);
        float at = -a / (abs(b) < 1e-20 ? 1e-20 : b);
        if (b > 0.0) { if (at > t) { t = at; face = 3 + n; } }
        else t_end = min(t_end, a < 0.0 && abs(b) < 1e-20 ? -1.0 : at);
    }
    if (t >= t_end) discard;
    // The stretch of the ray inside the wedge is passed over: from gap_in, and out of it through gap_face.
    float gap_in = 2.0, gap_out = 2.0;
    int gap_face = -1;
    if (cut_away != 0) {
        gap_in = 0.0;
        for (int n = 0; n < 2; ++n) {
            float a = dot(away[n].xyz, o) - away[n].w;
            float b = dot(away[n].xyz, d);
            float at = -a / (abs(b) < 1e-20 ? 1e-20 : b);
            if (b > 0.0) gap_in = max(gap_in, at);
            else if (a <= 0.0 && b > -1e-20) gap_in = 2.0;
            else if (at < gap_out) { gap_out = at; gap_face = 11 + n; }
        }
        if (gap_in >= gap_out) gap_in = gap_out = 2.0;
        if (gap_in <= t) {
            if (gap_out > t) { t = gap_out; face = gap_face; }
            gap_in = 2.0;
        }
        if (t >= t_end) discard;
    }
    float t_last = t_end;
    t_end = min(t_last, gap_in);

    // A side of the wedge may coincide with walls of blocks: the block behind it counts.
    vec3 into = stride * 1e-4;
    vec3 cell = clamp(floor(o + d * t + (face > 10 ? into : vec3(0.0))), vec3(0.0), counts - 1.0);
    if (face == 0) cell.x = side.x > 0.5 ? 0.0 : counts.x - 1.0;
    if (face == 1) cell.y = side.y > 0.5 ? 0.0 : counts.y - 1.0;
    if (face == 2) cell.z = side.z > 0.5 ? 0.0 : counts.z - 1.0;

    bool ghost_wanted = waste == 1, ghosted = false, hit = false;
    float ghost_t = 0.0, ghost_code = 0.0;
    int ghost_face = -1;
    ivec2 ghost_texel = ivec2(0), texel = ivec2(0);
    float c = none;
    float enter = waste == 0 ? top : above;   // bricks whose least code is above this hold nothing to be seen
    vec3 mask;

    for (int guard = 0; guard < 8192; ++guard) {
        if (t >= t_end) {
            // At the wedge: on from its other side, or the end of the ray.
            if (t_end >= t_last || gap_out >= t_last) break;
            t = gap_out;
            face = gap_face;
            t_end = t_last;
            cell = clamp(floor(o + d * t + into), vec3(0.0), counts - 1.0);
        }
        vec3 brick = floor(cell * 0.125);
        vec3 base = brick * 8.0;
        vec4 entry = floor(texelFetch(bricks, ivec3(brick), 0) * 255.0 + 0.5);
        if (entry.a > enter) {
            t = leave(base, 8.0, mask);
            if (t >= t_end) continue;
            cell = mix(clamp(floor(o + d * t), base, base + 7.0), mix(base - 1.0, base + 8.0, side), mask);
        } else {
            int leaf = int(entry.r) + 256 * int(entry.g) + 65536 * int(entry.b);
            ivec2 home = ivec2((leaf & 31) * 512, leaf >> 5);
            vec3 inside = cell - base;
            for (int n = 0; n < 24; ++n) {
                c = code_at(home, inside);
                if (usable(c) || (waste == 2 && c < none)) {
                    hit = true;
                    break;
                }
                if (ghost_wanted && c < none) {
                    ghost_wanted = false;
                    ghosted = true;
                    ghost_t = t;
                    ghost_face = face;
                    ghost_code = c;
                    ghost_texel = ivec2(home.x + int(inside.x * 64.0 + inside.y * 8.0 + inside.z), home.y);
                    enter = top;
                }
                t = leave(base + inside, 1.0, mask);
                inside += mask * stride;
                if (t >= t_end || any(lessThan(inside, vec3(0.0))) || any(greaterThan(inside, vec3(7.0)))) break;
            }
            if (hit) {
                texel = ivec2(home.x + int(inside.x * 64.0 + inside.y * 8.0 + inside.z), home.y);
                break;
            }
            if (t >= t_end) continue;
            cell = base + inside;
        }
        if (any(lessThan(cell, vec3(0.0))) || any(greaterThanEqual(cell, counts))) break;
    }
    if (!hit && !ghosted) discard;

    vec3 p = o + d * t;
    vec4 colour = vec4(0.0);
    if (hit) {
        float light = light_of(face);
        if (edges != 0) light *= edge_light(p, t, face);
        colour = vec4(colour_of(c, texel) * light, 1.0);
    }
    if (ghosted) {
        vec3 gp = o + d * ghost_t;
        float light = light_of(ghost_face);
        if (edges != 0) light *= edge_light(gp, ghost_t, ghost_face);
        vec3 tint = mix(colour_of(ghost_code, ghost_texel), waste_tint, 0.5) * light;
        if (hit)
            colour.rgb = mix(colour.rgb, tint, 0.16);
        else {
            colour = vec4(tint, 0.22);
            p = gp;
        }
    }
    vec4 g = vec4(p, 1.0);
    float depth = clamp(0.5 * dot(depth_z, g) / dot(depth_w, g) + 0.5, 0.0, 1.0);
    //ORELENS::Target
}
