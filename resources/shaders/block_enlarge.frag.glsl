//VTK::System::Dec
//VTK::Output::Dec

// Spreads the small picture of the block walk (colour times alpha, and depth) over the window.

in vec2 texCoord;
uniform sampler2D small_colour;
uniform sampler2D small_depth;

void main() {
    vec4 colour = texture(small_colour, texCoord);
    if (colour.a < 0.02) discard;
    gl_FragDepth = texture(small_depth, texCoord).r;
    gl_FragData[0] = vec4(colour.rgb / colour.a, colour.a);
}
