// Where a person takes their answers back, with the code a kiosk gave them.
#include <algorithm>
#include <array>

#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"

namespace afterword::page {
namespace {

// The words of one language. Drafts until a native speaker has read them, like the kiosk's own.
struct Words {
  std::string_view tag, own_name;
  bool right_to_left;
  std::string_view title, below, shop, day, code, hint, button;
  std::string_view code_wrong, day_wrong, too_often, too_many, failed, taken, line;
};

constexpr std::array<Words, 6> kWords = {{
    {"en", "English", false, "Take your answers back",
     "With the code that the screen in the shop showed you. No name is needed.", "Shop",
     "Day you answered", "Code", "Eight letters and digits, like 7F3K-92QM.", "Delete my answers",
     "That is no such code: it has eight letters and digits.", "Please choose the day again.",
     "Too many have asked from here. Please try again in an hour.",
     "Too many have asked today, and your wish could not be taken. Please try again tomorrow, or ask in the shop.",
     "That did not work. Please try again in a moment.",
     "If there are answers with this code, they are deleted: now, or as soon as they arrive here. "
     "We do not say which, so that nobody can guess codes.",
     "What you said is yours."},
    {"es", "Español", false, "Retire sus respuestas",
     "Con el código que le mostró la pantalla de la tienda. No hace falta su nombre.", "Tienda",
     "Día en que respondió", "Código", "Ocho letras y cifras, como 7F3K-92QM.",
     "Borrar mis respuestas", "Ese no es un código: tiene ocho letras y cifras.",
     "Elija el día otra vez, por favor.",
     "Se ha pedido demasiadas veces desde aquí. Inténtelo dentro de una hora.",
     "Hoy ha habido demasiadas peticiones y la suya no se ha podido recoger. Inténtelo mañana o pregunte en la tienda.",
     "No ha funcionado. Inténtelo de nuevo en un momento.",
     "Si hay respuestas con este código, se borran: ahora, o en cuanto lleguen. No decimos cuál de "
     "las dos cosas, para que nadie pueda adivinar códigos.",
     "Lo que dijo es suyo."},
    {"ar", "العربية", true, "اسحب إجاباتك",
     "بالرمز الذي عرضته عليك الشاشة في المتجر. لا حاجة إلى اسمك.", "المتجر", "يوم الإجابة", "الرمز",
     "ثمانية أحرف وأرقام، مثل 7F3K-92QM.", "احذف إجاباتي",
     "هذا ليس رمزًا: يتكوّن الرمز من ثمانية أحرف وأرقام.", "اختر اليوم مرة أخرى من فضلك.",
     "طُلب هذا من هنا مرات كثيرة. حاول بعد ساعة من فضلك.",
     "وردت اليوم طلبات كثيرة جدًّا ولم نتمكن من قبول طلبك. حاول غدًا من فضلك، أو اسأل في المتجر.",
     "لم ينجح ذلك. حاول بعد قليل من فضلك.",
     "إن كانت هناك إجابات بهذا الرمز فإنها تُحذف: الآن، أو حالما تصل. لا نقول أيهما حتى لا يخمّن أحد "
     "الرموز.",
     "ما قلته ملكك."},
    {"zh", "中文", false, "撤回您的回答", "请使用店内屏幕向您显示的代码，不需要您的姓名。", "门店",
     "回答的日期", "代码", "八个字母和数字，例如 7F3K-92QM。", "删除我的回答",
     "这不是代码：代码有八个字母和数字。", "请重新选择日期。",
     "从这里提出的次数太多。请一小时后再试。",
     "今天提出的人太多，没能受理您的请求。请明天再试，或在门店询问。",
     "没有成功。请稍后再试。",
     "如果有使用此代码的回答，现在或一到达就会被删除。我们不说明是哪一种，以免有人猜测代码。",
     "您说的话属于您。"},
    {"de", "Deutsch", false, "Antworten zurücknehmen",
     "Mit dem Code, den der Bildschirm im Laden gezeigt hat. Ihr Name ist nicht nötig.", "Laden",
     "Tag der Antwort", "Code", "Acht Buchstaben und Ziffern, wie 7F3K-92QM.",
     "Meine Antworten löschen", "Das ist kein Code: Er hat acht Buchstaben und Ziffern.",
     "Bitte wählen Sie den Tag noch einmal.",
     "Von hier wurde zu oft gefragt. Bitte versuchen Sie es in einer Stunde wieder.",
     "Heute haben zu viele gefragt, und Ihr Wunsch konnte nicht angenommen werden. Bitte versuchen Sie es morgen wieder, "
     "oder fragen Sie im Laden.",
     "Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.",
     "Wenn es Antworten mit diesem Code gibt, werden sie gelöscht: jetzt, oder sobald sie hier "
     "ankommen. Wir sagen nicht, was davon, damit niemand Codes erraten kann.",
     "Was Sie sagten, gehört Ihnen."},
    {"vi", "Tiếng Việt", false, "Rút lại câu trả lời",
     "Bằng mã mà màn hình trong cửa hàng đã cho bạn xem. Không cần tên của bạn.", "Cửa hàng",
     "Ngày bạn trả lời", "Mã", "Tám chữ cái và chữ số, ví dụ 7F3K-92QM.", "Xóa câu trả lời của tôi",
     "Đó không phải là mã: mã có tám chữ cái và chữ số.", "Vui lòng chọn lại ngày.",
     "Đã có quá nhiều yêu cầu từ đây. Vui lòng thử lại sau một giờ.",
     "Hôm nay có quá nhiều yêu cầu nên yêu cầu của bạn chưa được nhận. Vui lòng thử lại vào ngày mai, hoặc hỏi tại cửa "
     "hàng.",
     "Không thành công. Vui lòng thử lại sau giây lát.",
     "Nếu có câu trả lời với mã này, chúng sẽ bị xóa: ngay bây giờ, hoặc ngay khi đến đây. Chúng "
     "tôi không nói là trường hợp nào, để không ai đoán được mã.",
     "Điều bạn nói là của bạn."},
}};

const Words& words_in(std::string_view language) {
  const auto found = std::find_if(kWords.begin(), kWords.end(),
                                  [&](const Words& words) { return words.tag == language; });
  return found == kWords.end() ? kWords.front() : *found;
}

std::string_view trouble_of(const Words& words, WithdrawPage::State state) {
  switch (state) {
    case WithdrawPage::State::code_wrong:
      return words.code_wrong;
    case WithdrawPage::State::day_wrong:
      return words.day_wrong;
    case WithdrawPage::State::too_often:
      return words.too_often;
    case WithdrawPage::State::too_many:
      return words.too_many;
    case WithdrawPage::State::failed:
      return words.failed;
    case WithdrawPage::State::asking:
    case WithdrawPage::State::taken:
      break;
  }
  return "";
}

Html shop_field(const Words& words, const WithdrawPage& page) {
  Html out;
  if (page.shops.size() == 1) {
    out << R"(<input type="hidden" name="shop" value=")";
    out.text(page.shops.front().id) << R"("><p class="below"><b><bdi>)";
    return out.text(page.shops.front().name) << "</bdi></b></p>";
  }
  out << R"(<label for="shop">)";
  out.text(words.shop) << R"(</label><select id="shop" name="shop" required>)";
  for (const WithdrawPage::Shop& shop : page.shops) {
    out << R"(<option value=")";
    out.text(shop.id) << R"(")";
    if (shop.id == page.shop) out << " selected";
    out << ">";
    out.text(shop.name) << "</option>";
  }
  return out << "</select>";
}

Html form(const Words& words, const WithdrawPage& page) {
  Html out;
  out << R"(<form method="post" action=")";
  out.address(kWithdrawPagePath) << R"("><input type="hidden" name="lang" value=")";
  out.text(words.tag) << R"(">)" << shop_field(words, page) << R"(<label for="day">)";
  out.text(words.day) << R"(</label><input id="day" name="day" type="date" required value=")";
  out.text(page.day) << R"("><label for="code">)";
  out.text(words.code)
      << R"(</label><input id="code" name="code" class="code" dir="ltr" required maxlength="32" )"
         R"(autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" )"
         R"(aria-describedby="hint" value=")";
  out.text(page.code) << R"("><p id="hint" class="note">)";
  out.text(words.hint) << R"(</p><button class="main">)";
  return out.text(words.button) << "</button></form>";
}

Html other_languages(const Words& current) {
  Html out;
  out << R"(<nav class="languages">)";
  for (const Words& words : kWords) {
    if (words.tag == current.tag) continue;
    out << R"(<a hreflang=")";
    out.text(words.tag) << R"(" lang=")";
    out.text(words.tag) << R"(" href=")";
    out.address(std::string(kWithdrawPagePath) + "?lang=" + std::string(words.tag)) << R"(">)";
    out.text(words.own_name) << "</a>";
  }
  return out << "</nav>";
}

}  // namespace

std::vector<std::string_view> withdraw_languages() {
  std::vector<std::string_view> out;
  for (const Words& words : kWords) out.push_back(words.tag);
  return out;
}

std::string_view withdraw_language(std::string_view accept_language) {
  // Browsers list the best first; the weights behind ";" say no more.
  while (!accept_language.empty()) {
    const std::size_t end = std::min(accept_language.find(','), accept_language.size());
    std::string_view tag = accept_language.substr(0, end);
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    tag = tag.substr(0, tag.find_first_of("-; "));
    for (const Words& words : kWords)
      if (words.tag == tag) return words.tag;
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
  }
  return kWords.front().tag;
}

std::string withdraw_page(const WithdrawPage& page) {
  const Words& words = words_in(page.language);
  Html out = document_begin(words.title, words.tag, words.right_to_left);
  out << R"(<body class="login"><aside><p class="brand">)" << comma()
      << R"(<span>Afterword</span></p><p class="line">)";
  out.text(words.line) << "</p>" << comma() << R"(</aside><main id="content"><h1>)";
  out.text(words.title) << "</h1>";
  if (page.state == WithdrawPage::State::taken) {
    out << R"(<p class="good" role="status">)";
    out.text(words.taken) << "</p>";
    return (out << "</main></body></html>\n").str();
  }
  out << R"(<p class="below">)";
  out.text(words.below) << "</p>";
  if (const std::string_view trouble = trouble_of(words, page.state); !trouble.empty()) {
    out << R"(<p class="notice" role="alert">)" << triangle() << "<span>";
    out.text(trouble);
    if (page.state == WithdrawPage::State::too_many && !page.contact.empty()) {
      out << " <b><bdi>";
      out.text(page.contact) << "</bdi></b>";
    }
    out << "</span></p>";
  }
  out << form(words, page) << other_languages(words);
  return (out << "</main></body></html>\n").str();
}

}  // namespace afterword::page
