//VTK::System::Dec
//VTK::Output::Dec

// Walks one ray per pixel through the block model, from cell to cell, and stops at the first block to be seen.
// Bricks of 8x8x8 blocks that hold nothing to be seen are crossed in one step.

//ORELENS::Ray

void main() {
    aim();
    if (!start_ray(1.0)) discard;

    bool ghost_wanted = waste == 1, ghosted = false, hit = false;
    float ghost_t = 0.0, ghost_code = 0.0;
    int ghost_face = -1;
    ivec2 ghost_texel = ivec2(0), texel = ivec2(0);
    float c = none;
    float enter = waste == 0 ? top : above;   // bricks whose least code is above this hold nothing to be seen
    vec3 mask;

    for (int guard = 0; guard < 8192; ++guard) {
        if (t >= t_end && !cross_wedge()) break;
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
    float depth = depth_at(p);
    //ORELENS::Target
}
