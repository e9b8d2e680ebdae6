#include "tests/kiosk/ui/gallery/views.h"

#include "kiosk/ui/strings.h"
#include "tests/kiosk/ui/gallery/staff_views.h"
#include "tests/kiosk/ui/gallery/words.h"

namespace afterword::kiosk {
namespace {

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
  if (language.rfind("zh", 0) == 0) return chinese();
  return language == "en" ? english() : shipped_words(language);
}

Surroundings around(const std::string& language, const Words& words) {
  Surroundings out;
  out.language = language;
  out.right_to_left = is_right_to_left(language);
  out.brand = "Fernway";
  out.place = words.place;
  out.can_speak = true;
  for (const char* const tag : {"en", "es", "ar", "zh", "de", "he", "hi", "ru", "th", "vi"})
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

namespace {

// What came of answers: one done, one that will not be, one more.
std::vector<CardView> cards_in(const std::string& language) {
  struct Pair {
    const char *said, *did;
  };
  const auto made = [](Pair a, Pair b, Pair c) {
    return std::vector<CardView>{{a.said, a.did, false, "2026-03-03", false, 61},
                                 {b.said, b.did, true, "2026-02-19", false, 0},
                                 {c.said, c.did, false, "2025-12-02", true, 14}};
  };
  if (language == "ar")
    return made({"بعد السادسة لا يوجد أحد عند غرف القياس.",
                 "يبقى شخصان عند غرف القياس حتى الإغلاق، كل يوم منذ 3 مارس."},
                {"افتحوا يوم الأحد مدة أطول.", "ليس هذا العام. لا يكفي عدد العاملين لدينا بعد."},
                {"لا سعر على أدوات الحديقة.", "لكل أداة حديقة الآن سعرها على الرف."});
  if (language == "es")
    return made({"Después de las seis no hay nadie en los probadores.",
                 "Dos personas se quedan en los probadores hasta el cierre, desde el 3 de marzo."},
                {"Cierren más tarde el domingo.", "Este año no. Aún no tenemos personal."},
                {"Las herramientas de jardín no tienen precio.",
                 "Cada herramienta tiene ahora su precio en el estante."});
  if (language == "zh")
    return made({"六点以后试衣间就没人了。", "从3月3日起，每天都有两名员工在试衣间工作到打烊。"},
                {"周日请晚点关门。", "今年还不行。我们的人手还不够。"},
                {"园艺工具没有标价。", "现在每件园艺工具都在货架上标了价格。"});
  return made(
      {"After six there is nobody at the fitting rooms.",
       "Two people stay on the fitting rooms until closing, every day since 3 March."},
      {"Please close later on Sundays.", "Not this year. We looked, and cannot staff it yet."},
      {"The garden tools have no price.", "Every garden tool now has its price on the shelf."});
}

Promises promises() {
  return {.owner = "Fernway Stores Ltd, 12 Quay Road",
          .contact = "the desk, or privacy@fernway.example",
          .reading_day = "monday",
          .withdraw_at = "fernway.example/a",
          .withdraw_days = 30,
          .withdraw_key = "AAAAAAAAAAAAAAAAAAAAAA",
          .comments_kept_days = 730,
          .last_deletion = "2026-03-02"};
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
  WelcomeView plain{words.headline, words.purpose, 3, 45};
  plain.questions_least = 2;
  WelcomeView welcome = plain;
  welcome.questions_least = 3;
  welcome.cards = cards_in(language);
  welcome.reading_day = "monday";
  add("welcome", with(here, welcome));
  add("welcome_plain", with(here, plain));
  ProtectView protect;
  protect.promises = promises();
  protect.purpose = words.purpose;
  protect.gives_code = true;
  add("protect", with(here, protect));
  add("protect_plain", with(here, ProtectView{.purpose = words.purpose}));
  LanguagesView all;
  for (const std::string& tag :
       in_list_order({"en", "es", "ar", "zh", "de", "he", "hi", "ru", "th", "vi"}))
    all.languages.push_back({tag, own_name(tag)});
  add("languages", with(here, all));
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
  ThanksView thanks;
  thanks.seconds_left = 22;
  add("thanks_plain", with(here, thanks));
  thanks.withdraw_code = "7F3K92QM";
  thanks.promises = promises();
  thanks.cards = cards_in(language);
  add("thanks", with(here, thanks));
  add("out_of_service", with(here, OutOfServiceView{}));
  for (const auto& [name, screen] : staff_screens()) {
    Surroundings desk = here;
    desk.offers_aids = !std::holds_alternative<StaffView>(screen);
    add(name, with(desk, screen));
  }
  add("finished", with(here, FinishedView{}));
  add("not_yet", with(here, FarewellView{FarewellView::Kind::not_yet}));
  add("not_today", with(here, FarewellView{FarewellView::Kind::not_today}));
  add("asked_before", with(here, FarewellView{FarewellView::Kind::asked_before}));
  add("receipt_unread", with(here, FarewellView{FarewellView::Kind::receipt_unread}));
  add("help", with(here, HelpView{}));
  add("resting_later", with(here, OutOfServiceView{OutOfServiceView::Reason::later}));
  WelcomeView narrowed = welcome;
  narrowed.takes_receipts = narrowed.receipt_read = true;
  WelcomeView scanning = welcome;
  scanning.takes_receipts = true;
  add("welcome_scan", with(here, scanning));
  add("receipt", with(here, ReceiptView{.typed = "HS1234FC"}));
  add("receipt_digits", with(here, ReceiptView{.typed = "1234", .letters = false}));
  add("welcome_receipt", with(here, narrowed));
  Surroundings practice = here;
  practice.practice = true;
  practice.place = "";
  add("practice_welcome", with(practice, plain));
  add("practice_faces", with(practice, scale(words, ScaleKind::faces5)));
  add("practice_why", with(practice, why(words)));
  ThanksView practised;
  practised.kept = false;
  add("practice_thanks", with(practice, practised));
  add("practice_protect", with(practice, ProtectView{.purpose = words.purpose}));
  Surroundings bare = here;  // before enrolment there is no place
  bare.place = "";
  bare.offers_aids = false;
  const auto setup = [&](SetupStep step) {
    SetupView page;
    page.step = step;
    page.px_per_mm = 5.88F;
    page.size_told = step != SetupStep::screen;
    page.touched = {true, false, false, false};
    page.shop = words.place;
    page.touchpoint = "exit";
    page.version = "0.1.0";
    return page;
  };
  add("setup_screen", with(bare, setup(SetupStep::screen)));
  add("setup_code", with(bare, setup(SetupStep::code)));
  SetupView offline = setup(SetupStep::code);
  offline.code = CodeState::no_network;
  add("setup_offline", with(bare, offline));
  add("setup_place", with(bare, setup(SetupStep::place)));
  add("setup_test", with(bare, setup(SetupStep::test)));
  return out;
}

}  // namespace afterword::kiosk
