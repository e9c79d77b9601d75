//VTK::System::Dec
//VTK::Output::Dec

// Puts the full picture of the block walk, drawn aside pixel for pixel (colour, alpha, depth), into the window.

in vec2 texCoord;
uniform sampler2D small_colour;
uniform sampler2D small_depth;

void main() {
    vec4 colour = texture(small_colour, texCoord);
    if (colour.a <= 0.0) discard;
    gl_FragDepth = texture(small_depth, texCoord).r;
    gl_FragData[0] = colour;
}
