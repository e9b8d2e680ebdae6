// Chinese names: a family name of the commonest after a cue ("我叫王小明"), or before a title
// ("王先生"). Without spaces the end of a given name cannot be known, so up to two characters after
// the family name go. Best effort.
#include <algorithm>
#include <string_view>

#include "sync/redact/find.h"

namespace afterword::redaction {
namespace {

constexpr std::u32string_view kChineseCues[] = {U"我叫", U"名字是", U"姓名是", U"名叫",
                                         U"姓名", U"名字叫", U"他叫",   U"她叫"};
constexpr std::u32string_view kTitles[] = {U"先生", U"女士", U"小姐", U"太太", U"经理",
                                           U"店长", U"师傅", U"阿姨", U"老师"};
// The commonest; without those that are everyday words before a title (于, 向, 时, ...).
constexpr std::u32string_view kFamilies =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁"
    U"沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖"
    U"覃洪武莫孔張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭";
// What follows a name more often than it belongs to one.
constexpr std::u32string_view kNoGivenName =
    U"是的了在和很也不说我你他她来去有没这那要把被给，。！？";
constexpr std::size_t kGivenMax = 2;

bool is_family(char32_t c) { return kFamilies.find(c) != kFamilies.npos; }

bool stands_at(const Shadow& shadow, std::size_t i, std::u32string_view words) {
  for (std::size_t k = 0; k < words.size(); ++k)
    if (shadow[i + k] != words[k]) return false;
  return true;
}

void after_cue(const Shadow& shadow, std::size_t i, Finds& finds) {
  for (int n = 0; n < 2 && (is_space(shadow[i]) || shadow[i] == U':'); ++n) ++i;
  if (!is_family(shadow[i])) return;
  std::size_t end = i + 1;
  while (end - i <= kGivenMax && is_cjk(shadow[end]) &&
         kNoGivenName.find(shadow[end]) == kNoGivenName.npos)
    ++end;
  if (end > i + 1) finds.push_back({i, end, Kind::name});
}

}  // namespace

void find_chinese_names(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size(); ++i) {
    if (!is_cjk(shadow[i])) continue;
    for (const std::u32string_view cue : kChineseCues)
      if (stands_at(shadow, i, cue)) after_cue(shadow, i + cue.size(), finds);
    if (!is_family(shadow[i])) continue;
    for (const std::u32string_view title : kTitles)
      if (stands_at(shadow, i + 1, title)) finds.push_back({i, i + 1, Kind::name});
  }
}

}  // namespace afterword::redaction
