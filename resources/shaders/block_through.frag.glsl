//VTK::System::Dec
//VTK::Output::Dec

// Sees through the block model: walks each ray to its end, or to the first opaque thing of the scene, and puts together
// what it meets: blocks as glass (through = 1), shells at prices (2), the highest value (3) or the mean (4) along it.

//ORELENS::Ray

uniform int through;
uniform vec3 metres;             // of a block along u, v, w
uniform float reach;             // metres over which a block is as opaque as its colour says
uniform float faint;             // share of that which blocks keep that are not usable; 0: they are not drawn
uniform float status_opacity[5];
uniform int shell_count;
uniform float shell_top[8];      // codes, ascending: the cheapest shell is the innermost
uniform vec3 shell_colours[8];
uniform float coarse;            // blocks along the side of the cell that is walked: 1, while things move 2 or 4
uniform sampler2D opaque_depth;  // of what was drawn before the blocks

const float missing = 255.0;

vec4 sum = vec4(0.0);            // colour times alpha, alpha
float half_t = 2.0;              // where half of the light is gone
float best = -1.0, best_t = 0.0; // the highest value and where
vec3 best_rgb = vec3(0.0);
float weight = 0.0, total = 0.0; // of the mean
float met_t = 2.0;               // the first block that is looked at
float shell_before;

bool seen(float c) { return usable(c) || (faint > 0.0 && c < none); }

void compose(vec3 rgb, float a, float at) {
    sum += (1.0 - sum.a) * a * vec4(rgb, 1.0);
    if (sum.a >= 0.5 && half_t > 1.0) half_t = at;
}

float opacity_of(float c, float entry) {
    if (colour_by != 0) return texelFetch(palette, ivec2(int(entry), 0), 0).a;
    if (usable(c)) return status_opacity[0];
    if (c == 251.0) return status_opacity[4];
    if (c == 252.0) return status_opacity[2];
    return c == 253.0 ? status_opacity[3] : status_opacity[1];
}

float entry_of(float c, ivec2 texel) {
    if (colour_by == 2) return floor(texelFetch(colours, texel, 0).r * 255.0 + 0.5);
    return c == above ? split_step : c;
}

// What is valued higher: the byte of a column, the cheaper step of the ladder, the better status.
float value_of(float c, float entry) {
    if (colour_by == 2) return entry == missing ? -1.0 : entry;
    if (colour_by == 1) return 255.0 - entry;
    return usable(c) ? 3.0 : (c < 251.0 || c == above ? 2.0 : 1.0);
}

float shell_of(float c) {
    float step_of = c == above ? split_step : c;
    for (int n = 0; n < shell_count; ++n)
        if (step_of <= shell_top[n]) return float(n);
    return c < none && faint > 0.0 ? float(shell_count) : float(shell_count) + 1.0;
}

// A cell from t_in to t_out on the ray, entered through f.
void take(float c, ivec2 texel, float t_in, float t_out, int f) {
    if (through == 2) {
        float shell = shell_of(c);
        if (shell < shell_before) {
            bool outer = shell >= float(shell_count);
            vec3 rgb = outer ? waste_tint : shell_colours[int(shell)];
            float a = outer ? 0.05 : (shell == 0.0 ? 0.75 : 0.25);
            compose(rgb * light_of(f), a, t_in);
        }
        shell_before = shell;
        return;
    }
    if (!seen(c)) return;
    float entry = entry_of(c, texel);
    met_t = min(met_t, t_in);
    float share = usable(c) ? 1.0 : faint;
    if (through == 1) {
        float run = length(d * metres) * (t_out - t_in) / reach;
        float a = 1.0 - pow(max(1.0 - opacity_of(c, entry) * share, 1e-4), run);
        compose(colour_of(c, texel) * mix(1.0, light_of(f), 0.6), a, t_in);
    } else if (through == 3) {
        float value = value_of(c, entry);
        if (value > best) {
            best = value;
            best_t = t_in;
            best_rgb = colour_of(c, texel);
        }
    } else if (entry != missing) {
        float run = t_out - t_in;
        weight += run;
        total += run * entry;
    }
}

vec4 finished(out float at) {
    at = half_t;
    if (through <= 2) return sum.a > 0.0 ? vec4(sum.rgb / sum.a, sum.a) : vec4(0.0);
    at = 2.0;
    if (met_t > 1.0) return vec4(0.0);
    at = through == 3 ? best_t : met_t;
    if (through == 3 && best >= 0.0) return vec4(best_rgb, 1.0);
    if (weight > 0.0) {
        float entry = total / weight;
        vec3 low = texelFetch(palette, ivec2(int(floor(entry)), 0), 0).rgb;
        vec3 high = texelFetch(palette, ivec2(int(ceil(entry)), 0), 0).rgb;
        return vec4(mix(low, high, fract(entry)), 1.0);
    }
    at = met_t;
    return vec4(texelFetch(palette, ivec2(255, 0), 0).rgb, 1.0);
}

// Where the ray meets what has been drawn: window depth to t.
float opaque_t(float z) {
    float zn = 2.0 * z - 1.0;
    float a = dot(depth_z, vec4(o, 1.0)), b = dot(depth_z.xyz, d);
    float c = dot(depth_w, vec4(o, 1.0)), e = dot(depth_w.xyz, d);
    float under = b - zn * e;
    return abs(under) < 1e-20 ? 1.0 : clamp((zn * c - a) / under, 0.0, 1.0);
}

void main() {
    aim();
    float z = texture(opaque_depth, texCoord).r;
    shell_before = float(shell_count) + 1.0;
    if (!start_ray(z < 1.0 ? opaque_t(z) : 1.0)) discard;
    float enter = faint > 0.0 ? above : (through == 2 ? shell_top[shell_count - 1] : top);
    vec3 mask;
    for (int guard = 0; guard < 8192; ++guard) {
        if (t >= t_end) {
            shell_before = float(shell_count) + 1.0;
            if (!cross_wedge()) break;
        }
        vec3 brick = floor(cell * 0.125);
        vec3 base = brick * 8.0;
        vec4 entry = floor(texelFetch(bricks, ivec3(brick), 0) * 255.0 + 0.5);
        if (entry.a > enter) {
            shell_before = float(shell_count) + 1.0;
            t = leave(base, 8.0, mask);
            if (t >= t_end) continue;
            cell = mix(clamp(floor(o + d * t), base, base + 7.0), mix(base - 1.0, base + 8.0, side), mask);
        } else {
            int leaf = int(entry.r) + 256 * int(entry.g) + 65536 * int(entry.b);
            ivec2 home = ivec2((leaf & 31) * 512, leaf >> 5);
            vec3 corner = floor((cell - base) / coarse) * coarse;
            for (int n = 0; n < 24; ++n) {
                float t_in = t;
                int f = face;
                t = leave(base + corner, coarse, mask);
                float t_out = min(t, t_end);
                vec3 inside = corner;
                if (coarse > 1.0)
                    inside = clamp(floor(o + d * 0.5 * (t_in + t_out)) - base, corner, corner + coarse - 1.0);
                ivec2 texel = ivec2(home.x + int(inside.x * 64.0 + inside.y * 8.0 + inside.z), home.y);
                take(code_at(home, inside), texel, t_in, t_out, f);
                if (sum.a > 0.98) t = t_end = t_last = 2.0;
                corner += mask * stride * coarse;
                if (t >= t_end || any(lessThan(corner, vec3(0.0))) || any(greaterThan(corner, vec3(7.0)))) break;
            }
            if (t >= t_end) continue;
            // On into the next brick at the cell that is met there.
            cell = base + corner;
            if (coarse > 1.0) {
                vec3 at = floor(o + d * t + stride * 1e-4);
                cell = mix(clamp(at, base, base + 7.0), mix(base - 1.0, base + 8.0, side), mask);
            }
        }
        if (any(lessThan(cell, vec3(0.0))) || any(greaterThanEqual(cell, counts))) break;
    }
    float at;
    vec4 colour = finished(at);
    if (colour.a <= 0.0) discard;
    float depth = at <= 1.0 ? depth_at(o + d * at) : z;
    //ORELENS::Target
}
