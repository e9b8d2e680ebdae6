#include "kiosk/platform/gl_textures.h"

#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>

namespace afterword::kiosk {
namespace {

// White, covered as much as each byte says.
std::vector<std::uint8_t> white(const Bitmap& bitmap) {
  std::vector<std::uint8_t> rgba;
  rgba.reserve(bitmap.pixels.size() * 4);
  for (const std::uint8_t coverage : bitmap.pixels)
    rgba.insert(rgba.end(), {255, 255, 255, coverage});
  return rgba;
}

void upload(GLint kept, GLenum given, const Bitmap& bitmap,
            const std::vector<std::uint8_t>& pixels) {
  glTexImage2D(GL_TEXTURE_2D, 0, kept, bitmap.width, bitmap.height, 0, given, GL_UNSIGNED_BYTE,
               pixels.data());
}

}  // namespace

TextureId GlTextures::create(const Bitmap& bitmap) {
  GLuint texture = 0;
  GLint before = 0;
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &before);
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  for (const GLenum name : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
    glTexParameteri(GL_TEXTURE_2D, name, GL_LINEAR);
  for (const GLenum name : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
    glTexParameteri(GL_TEXTURE_2D, name, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  if (bitmap.format == Bitmap::Format::rgba) {
    upload(GL_RGBA8, GL_RGBA, bitmap, bitmap.pixels);
  } else if (swizzles_) {
    for (const GLenum name : {GL_TEXTURE_SWIZZLE_R, GL_TEXTURE_SWIZZLE_G, GL_TEXTURE_SWIZZLE_B})
      glTexParameteri(GL_TEXTURE_2D, name, GL_ONE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, GL_RED);
    upload(GL_R8, GL_RED, bitmap, bitmap.pixels);
  } else {
    upload(GL_RGBA8, GL_RGBA, bitmap, white(bitmap));
  }
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(before));
  return texture == 0 ? 0 : ++made_ << 32U | texture;
}

void GlTextures::destroy(TextureId texture) {
  const auto name = static_cast<GLuint>(texture);
  if (name != 0) glDeleteTextures(1, &name);
}

}  // namespace afterword::kiosk
