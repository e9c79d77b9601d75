// What every walk through the block model shares: the data, one ray per pixel, and the way from cell to cell. All
// positions are grid coordinates (block units); t runs from 0 on the near plane to 1 on the far plane. Put into a
// shader where it says //ORELENS::Ray.

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
float t, t_end, t_last;            // where the ray is, where this stretch of it ends, where all of it does
float gap_in, gap_out;             // the stretch inside the wedge; above 1: none
int gap_face;
vec3 cell, into;

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


// The ray of this pixel.
void aim() {
    vec2 ndc = texCoord * 2.0 - 1.0;
    o = near0 + ndc.x * near_x + ndc.y * near_y;
    d = far0 + ndc.x * far_x + ndc.y * far_y - o;
    float least_d = 1e-7 * max(abs(d.x), max(abs(d.y), abs(d.z)));
    d = mix(d, vec3(least_d), vec3(lessThan(abs(d), vec3(least_d))));
    inv = 1.0 / d;
    side = step(vec3(0.0), d);
    stride = side * 2.0 - 1.0;
}

// The part of the ray that is looked at, as far as `limit`, and the cell it begins in. False: none.
bool start_ray(float limit) {
    // Part of the ray inside the grid and the cuts.
    vec3 wall = (counts * (1.0 - side) - o) * inv;
    vec3 exits = (counts * side - o) * inv;
    t = max(wall.x, max(wall.y, wall.z));
    t_end = min(limit, min(exits.x, min(exits.y, exits.z)));
    face = wall.x == t ? 0 : (wall.y == t ? 1 : 2);
    if (t < 0.0) { t = 0.0; face = -1; }
    for (int n = 0; n < plane_count; ++n) {
        float a = dot(planes[n].xyz, o) - planes[n].w;
        float b = dot(planes[n].xyz, d);
        float at = -a / (abs(b) < 1e-20 ? 1e-20 : b);
        if (b > 0.0) { if (at > t) { t = at; face = 3 + n; } }
        else t_end = min(t_end, a < 0.0 && abs(b) < 1e-20 ? -1.0 : at);
    }
    if (t >= t_end) return false;
    // The stretch of the ray inside the wedge is passed over: from gap_in, and out of it through gap_face.
    gap_in = gap_out = 2.0;
    gap_face = -1;
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
        if (t >= t_end) return false;
    }
    t_last = t_end;
    t_end = min(t_last, gap_in);

    // A side of the wedge may coincide with walls of blocks: the block behind it counts.
    into = stride * 1e-4;
    cell = clamp(floor(o + d * t + (face > 10 ? into : vec3(0.0))), vec3(0.0), counts - 1.0);
    if (face == 0) cell.x = side.x > 0.5 ? 0.0 : counts.x - 1.0;
    if (face == 1) cell.y = side.y > 0.5 ? 0.0 : counts.y - 1.0;
    if (face == 2) cell.z = side.z > 0.5 ? 0.0 : counts.z - 1.0;
    return true;
}

// At the end of a stretch: on from the other side of the wedge. False: the end of the ray.
bool cross_wedge() {
    if (t_end >= t_last || gap_out >= t_last) return false;
    t = gap_out;
    face = gap_face;
    t_end = t_last;
    cell = clamp(floor(o + d * t + into), vec3(0.0), counts - 1.0);
    return true;
}

float depth_at(vec3 p) {
    vec4 g = vec4(p, 1.0);
    return clamp(0.5 * dot(depth_z, g) / dot(depth_w, g) + 0.5, 0.0, 1.0);
}
