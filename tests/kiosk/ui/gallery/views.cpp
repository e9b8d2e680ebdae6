#include "tests/kiosk/ui/gallery/views.h"

#include "kiosk/ui/strings.h"
#include "tests/kiosk/ui/gallery/staff_views.h"

namespace afterword::kiosk {
namespace {

struct Words {
  std::string place, headline, purpose, rooms_topic, rooms, recommend, low, high, cannot_say, easy,
      easy_topic, brought, found, why, note, not_used;
  std::vector<std::string> faces, agree, options, chips;
};

Words english() {
  return {
      "Harbour Street",
      "How did today go, and why?",
      "The team in this shop reads every answer on Monday.",
      "Fitting rooms",
      "How were the fitting rooms today?",
      "How likely are you to recommend Fernway to a friend or colleague?",
      "Not at all likely",
      "Extremely likely",
      "I can’t say yet",
      "Fernway made it easy for me to return or exchange what I bought.",
      "How much do you agree or disagree?",
      "What brought you in today?",
      "Did you find what you came for?",
      "What is the main reason?",
      "Only two of the five rooms were open, and the queue went back past the coats",
      "I didn’t use this",
      {"Very poor", "Poor", "Okay", "Good", "Very good"},
      {"Strongly disagree", "Disagree", "Slightly disagree", "Neither agree nor disagree",
       "Slightly agree", "Agree", "Strongly agree"},
      {"Something I had in mind", "A look around", "A return or exchange", "To collect an order",
       "Advice from the staff", "Key cutting or repairs", "Something else"},
      {"The wait", "The space", "The people", "Something else"}};
}

Words spanish() {
  Words words = english();
  words.headline = "¿Cómo fue hoy, y por qué?";
  words.purpose = "El equipo de esta tienda lee cada respuesta el lunes.";
  words.rooms_topic = "Probadores";
  words.rooms = "¿Cómo estaban los probadores hoy?";
  words.recommend = "¿Qué tan probable es que recomiende Fernway a un amigo o colega?";
  words.low = "Nada probable";
  words.high = "Muy probable";
  words.why = "¿Cuál es la razón principal?";
  words.not_used = "No los usé";
  words.faces = {"Muy mal", "Mal", "Regular", "Bien", "Muy bien"};
  return words;
}

Words arabic() {
  return {"شارع الميناء",
          "كيف كان يومك، ولماذا؟",
          "يقرأ فريق هذا المتجر كل إجابة يوم الاثنين.",
          "غرف القياس",
          "كيف وجدت غرف القياس اليوم؟",
          "ما مدى احتمال أن توصي صديقًا أو زميلًا بمتجر Fernway؟",
          "غير محتمل إطلاقًا",
          "محتمل جدًا",
          "لا أستطيع القول بعد",
          "سهّل عليّ المتجر إرجاع ما اشتريته أو استبداله.",
          "إلى أي مدى توافق أو لا توافق؟",
          "ما الذي جاء بك اليوم؟",
          "هل وجدت ما جئت من أجله؟",
          "ما السبب الرئيسي؟",
          "كانت غرفتان فقط مفتوحتين وكان الطابور طويلًا",
          "لم أستخدمها",
          {"سيئة جدًا", "سيئة", "مقبولة", "جيدة", "جيدة جدًا"},
          {"لا أوافق بشدة", "لا أوافق", "لا أوافق قليلًا", "محايد", "أوافق قليلًا", "أوافق",
           "أوافق بشدة"},
          {"شيء كنت أريده", "نظرة عامة", "إرجاع أو استبدال", "استلام طلب", "نصيحة من الموظفين",
           "نسخ مفاتيح أو إصلاح", "شيء آخر"},
          {"الانتظار", "المكان", "الموظفون", "شيء آخر"}};
}

Words chinese() {
  return {
      "海港街",
      "今天怎么样，为什么？",
      "本店团队每周一会阅读每一条回答。",
      "试衣间",
      "今天的试衣间怎么样？",
      "您有多大可能把 Fernway 推荐给朋友或同事？",
      "完全不可能",
      "极有可能",
      "还说不好",
      "Fernway 让我很容易地退换了所购商品。",
      "您是否同意？",
      "您今天为什么来？",
      "您找到想要的东西了吗？",
      "主要原因是什么？",
      "五间里只开了两间，队伍一直排到大衣区",
      "我没有使用",
      {"很差", "较差", "一般", "较好", "很好"},
      {"非常不同意", "不同意", "有点不同意", "中立", "有点同意", "同意", "非常同意"},
      {"早就想好的东西", "随便看看", "退货或换货", "取订单", "向店员咨询", "配钥匙或维修", "其他"},
      {"等候", "空间", "人员", "其他"}};
}

Words words_of(const std::string& language) {
  if (language == "es") return spanish();
  if (language == "ar") return arabic();
  return language.rfind("zh", 0) == 0 ? chinese() : english();
}

Surroundings around(const std::string& language, const Words& words) {
  Surroundings out;
  out.language = language;
  out.right_to_left = is_right_to_left(language);
  out.brand = "Fernway";
  out.place = words.place;
  out.can_speak = true;
  for (const char* const tag : {"en", "es", "ar", "zh"})
    out.languages.push_back({tag, own_name(tag)});
  return out;
}

View with(const Surroundings& surroundings, Screen screen) {
  View view;
  view.around = surroundings;
  view.screen = std::move(screen);
  return view;
}

QuestionView scale(const Words& words, ScaleKind kind) {
  QuestionView view;
  view.id = "rooms";
  view.scale = kind;
  view.text = words.rooms;
  view.topic = words.rooms_topic;
  view.not_applicable = words.not_used;
  view.progress = {1, 3};
  view.can_go_back = true;
  const ScaleRange range = range_of(kind);
  for (int step = range.least; step <= range.most; ++step)
    view.options.push_back({std::to_string(step), std::to_string(step), false});
  if (kind == ScaleKind::faces5)
    for (std::size_t i = 0; i < 5; ++i) view.options[i].words = words.faces[i];
  if (kind == ScaleKind::agree7) {
    for (std::size_t i = 0; i < 7; ++i) view.options[i].words = words.agree[i];
    view.text = words.easy;
    view.topic = words.easy_topic;
    view.progress = {2, 3};
  }
  if (kind == ScaleKind::zero_to_ten) {
    view.text = words.recommend;
    view.topic = "";
    view.not_applicable = words.cannot_say;
    view.progress = {2, 3};
  }
  if (kind == ScaleKind::zero_to_ten || kind == ScaleKind::stars5) {
    view.low_end = words.low;
    view.high_end = words.high;
  }
  return view;
}

QuestionView choice(const Words& words, QuestionKind kind) {
  QuestionView view;
  view.id = "brought";
  view.kind = kind;
  view.text = words.brought;
  for (std::size_t i = 0; i < words.options.size(); ++i)
    view.options.push_back({"o" + std::to_string(i), words.options[i], false});
  view.can_go_back = true;
  view.progress = {1, 3};
  if (kind == QuestionKind::choices) {
    view.max_choices = 7;
    view.needs_next = true;
    view.options[0].chosen = view.options[3].chosen = true;
  }
  return view;
}

QuestionView yes_no_view(const Words& words) {
  QuestionView view;
  view.id = "found";
  view.kind = QuestionKind::yes_no;
  view.text = words.found;
  view.options = {{"yes", "", false}, {"no", "", false}};
  view.progress = {2, 3};
  return view;
}

CommentView why(const Words& words) {
  CommentView view;
  view.id = "rooms.why";
  view.text = words.why;
  view.about = OptionView{"2", words.faces[1], true};
  view.about_scale = ScaleKind::faces5;
  view.about_topic = words.rooms_topic;
  view.chips = words.chips;
  view.draft = words.note;
  view.can_go_back = true;
  view.progress = {3, 3};
  return view;
}

}  // namespace

std::vector<Shown> gallery_views(const std::string& language) {
  const Words words = words_of(language);
  const Surroundings here = around(language, words);
  std::vector<Shown> out;
  const auto add = [&](const std::string& name, const View& view, const std::string& tap = "") {
    out.push_back({name, view, tap, ""});
    out.back().view.page = static_cast<std::int64_t>(out.size());
  };
  const WelcomeView welcome{words.headline, words.purpose, 3, 45};
  add("welcome", with(here, welcome));
  add("languages", with(here, LanguagesView{}));
  add("faces", with(here, scale(words, ScaleKind::faces5)));
  add("faces_chosen", with(here, scale(words, ScaleKind::faces5)), "answer:4");
  add("faces_none", with(here, scale(words, ScaleKind::faces5)), "not_applicable");
  add("stars", with(here, scale(words, ScaleKind::stars5)), "answer:3");
  add("ten", with(here, scale(words, ScaleKind::zero_to_ten)));
  add("ten_chosen", with(here, scale(words, ScaleKind::zero_to_ten)), "answer:7");
  add("agree", with(here, scale(words, ScaleKind::agree7)));
  add("yes_no", with(here, yes_no_view(words)));
  add("choice", with(here, choice(words, QuestionKind::choice)), "option:o1");
  add("choices", with(here, choice(words, QuestionKind::choices)));
  add("why", with(here, why(words)));
  CommentView text;
  text.id = "idea";
  text.text = words.rooms;
  text.progress = {3, 3};
  add("text", with(here, text));
  View warned = with(here, scale(words, ScaleKind::zero_to_ten));
  warned.warning = IdleWarning{12, 20, true};
  add("warning", warned);
  add("thanks", with(here, ThanksView{true}));
  add("out_of_service", with(here, OutOfServiceView{}));
  for (const auto& [name, screen] : staff_screens()) add(name, with(here, screen));
  Surroundings practice = here;
  practice.practice = true;
  practice.place = "";
  add("practice_welcome", with(practice, welcome));
  add("practice_faces", with(practice, scale(words, ScaleKind::faces5)));
  add("practice_why", with(practice, why(words)));
  add("practice_thanks", with(practice, ThanksView{true}));
  return out;
}

}  // namespace afterword::kiosk
