#include "tools/robots/words.h"

namespace afterword::robots {

const std::vector<std::string>& comments_in(std::string_view language) {
  static const std::vector<std::string> english = {
      "The queue at the tills was long.",
      "Nobody could tell me where the lamps are.",
      "Quick and friendly, thank you.",
      "My size was not there, again.",
      "The rooms were clean.\nI waited 20 minutes though.",
      "Parking 👍, prices 👎",
      "Please write to sam.jones@example.com about the refund.",
  };
  static const std::vector<std::string> spanish = {
      "La cola en las cajas era larga.",
      "Nadie supo decirme dónde están las lámparas.",
      "Rápido y amable, gracias.",
      "No había mi talla, otra vez.",
      "Escríbanme a ana.ruiz@example.com por la devolución.",
  };
  static const std::vector<std::string> arabic = {
      "كان الطابور طويلا.",
      "الموظفون لطفاء جدا.",
      "لم أجد مقاسي.",
      "الأسعار مرتفعة قليلا.",
      "راسلوني على huda@example.com من فضلكم.",
  };
  static const std::vector<std::string> chinese = {
      "排队太久了。",
      "店员很热情。",
      "没有我的尺码。",
      "价格有点高。",
      "请发邮件到 li.wei@example.com 联系我。",
  };
  const std::string_view base = language.substr(0, language.find('-'));
  if (base == "es") return spanish;
  if (base == "ar") return arabic;
  if (base == "zh") return chinese;
  return english;
}

}  // namespace afterword::robots
