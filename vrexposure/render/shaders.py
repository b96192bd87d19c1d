"""The shaders, GLSL 330. One light model: a surface's colour times light that was baked into it.

Every vertex goes through `put`: for one eye as Panda3D projects it, or, drawn twice by instancing
(`eyes` in the camera's state), for both: the first instance into the left half of the picture.

Light is linear and may exceed 1; `exposure`, a filmic curve and, unless the buffer encodes by
itself, the sRGB curve are applied per fragment. So every picture goes straight into the headset's
texture, without a pass of its own.
"""

from __future__ import annotations

from panda3d import core as p3d

_COMMON = """
uniform float encode;     // 1: write sRGB, 0: the buffer encodes
uniform float exposure;
vec3 film(vec3 x) { return min(x * (1.0 + x / 7.0) / (1.0 + x * 0.85), 1.0); }
vec3 shown(vec3 x) {
    vec3 low = 12.92 * x;
    vec3 high = 1.055 * pow(max(x, vec3(1e-5)), vec3(1.0/2.4)) - 0.055;
    return mix(x, mix(high, low, lessThan(x, vec3(0.0031308))), encode);
}
"""

# The cut keeps what reaches over an eye's edge out of the other eye; it works once the caller
# enables GL_CLIP_DISTANCE0.
_PUT = """#version 330
uniform mat4 p3d_ModelViewMatrix; uniform mat4 p3d_ProjectionMatrix;
uniform float instanced;  // 1: instance 0 is the left eye, 1 the right one
uniform mat4 eyes[2];     // from the camera's space to the eye's picture
void put(vec4 vertex) {
    vec4 seen = p3d_ModelViewMatrix * vertex;
    if (instanced > 0.5) {
        float side = gl_InstanceID == 0 ? -1.0 : 1.0;
        vec4 at = eyes[gl_InstanceID] * seen;
        gl_Position = vec4(0.5 * (at.x + side * at.w), at.yzw);
        gl_ClipDistance[0] = side * gl_Position.x;
    } else {
        gl_Position = p3d_ProjectionMatrix * seen;
        gl_ClipDistance[0] = 1.0;
    }
}
"""

_BAKED_VERTEX = """
in vec4 p3d_Vertex; in vec4 light; in vec2 p3d_MultiTexCoord0;
out vec3 shade; out vec2 uv;
void main() {
    put(p3d_Vertex);
    shade = light.rgb;
    uv = p3d_MultiTexCoord0;
}
"""

_SURFACE_FRAGMENT = (
    """#version 330
uniform sampler2D p3d_Texture0;
uniform float dim;        // 1: full light, 0: dark
uniform vec4 ghost;       // rgb, and how much of it: a prop that is only to be watched
in vec3 shade; in vec2 uv; out vec4 colour;
"""
    + _COMMON
    + """
void main() {
    vec3 lit = film(texture(p3d_Texture0, uv).rgb * shade * exposure);
    float alpha = 1.0 - 0.5 * ghost.a;
    colour = vec4(shown(mix(lit, ghost.rgb, ghost.a * 0.6) * dim), alpha);
}
"""
)

# Things that move carry normals; the light of the place where they are is an ambient cube.
_LIT_VERTEX = """
uniform mat4 p3d_ModelMatrix;
uniform vec3 cube[6];     // light on a face that looks to +X -X +Y -Y +Z -Z
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec4 light; in vec2 p3d_MultiTexCoord0;
out vec3 shade; out vec2 uv;
void main() {
    put(p3d_Vertex);
    vec3 n = normalize(mat3(p3d_ModelMatrix) * p3d_Normal);
    vec3 s = n * n;
    vec3 about = s.x * (n.x > 0.0 ? cube[0] : cube[1])
               + s.y * (n.y > 0.0 ? cube[2] : cube[3])
               + s.z * (n.z > 0.0 ? cube[4] : cube[5]);
    shade = light.rgb * about;
    uv = p3d_MultiTexCoord0;
}
"""

_FLAT_VERTEX = """
in vec4 p3d_Vertex; in vec4 p3d_Color; in vec2 p3d_MultiTexCoord0;
out vec4 tint; out vec2 uv;
void main() {
    put(p3d_Vertex);
    tint = p3d_Color;
    uv = p3d_MultiTexCoord0;
}
"""

# Panels: colours are given as they shall be seen (sRGB), and never dimmed: they must stay legible.
_FLAT_FRAGMENT = """#version 330
uniform sampler2D p3d_Texture0;
uniform float encode;
in vec4 tint; in vec2 uv; out vec4 colour;
void main() {
    float cover = texture(p3d_Texture0, uv).a;
    vec3 linear = pow(max(tint.rgb, vec3(0.0)), vec3(2.2));
    colour = vec4(mix(linear, tint.rgb, encode), tint.a * cover);
}
"""

# What can be reached, but not leaned on: light without a surface. Brightest where it is seen edge
# on, so that a ball is round and a box has edges although nothing falls on it.
_GLOW_VERTEX = """
in vec4 p3d_Vertex; in vec3 p3d_Normal; in vec2 p3d_MultiTexCoord0;
out vec3 facing; out vec3 towards; out float along;
void main() {
    put(p3d_Vertex);
    facing = mat3(p3d_ModelViewMatrix) * p3d_Normal;
    towards = -(p3d_ModelViewMatrix * p3d_Vertex).xyz;
    along = p3d_MultiTexCoord0.x;
}
"""

_GLOW_FRAGMENT = """#version 330
uniform float encode;
uniform float dim;
uniform vec4 glow;        // sRGB, and how much of it covers what is behind
uniform vec3 comet;       // how far it has come, its tail (0: no comet), its light
in vec3 facing; in vec3 towards; in float along; out vec4 colour;
void main() {
    float across = abs(dot(normalize(facing), normalize(towards)));
    float rim = 0.35 + 0.65 * pow(1.0 - across, 1.5);
    float cover = glow.a * rim;
    if (comet.y > 0.0) {
        float behind = (comet.x - along) / comet.y;
        cover = glow.a * comet.z * (behind < 0.0 ? 0.16 : max(0.16, 1.0 - behind));
    }
    vec3 linear = pow(max(glow.rgb, vec3(0.0)), vec3(2.2));
    colour = vec4(mix(linear, glow.rgb, encode) * dim, cover);
}
"""


def baked() -> p3d.Shader:
    """For what never moves: light lies in the vertices."""
    return _make(_BAKED_VERTEX, _SURFACE_FRAGMENT)


def lit() -> p3d.Shader:
    """For what moves: takes the light of its place from `cube`."""
    return _make(_LIT_VERTEX, _SURFACE_FRAGMENT)


def flat() -> p3d.Shader:
    """For panels and text."""
    return _make(_FLAT_VERTEX, _FLAT_FRAGMENT)


def glow() -> p3d.Shader:
    """For what is light only: targets, lanes, the way of a movement."""
    return _make(_GLOW_VERTEX, _GLOW_FRAGMENT)


def _make(vertex: str, fragment: str) -> p3d.Shader:
    return p3d.Shader.make(p3d.Shader.SL_GLSL, _PUT + vertex, fragment)
