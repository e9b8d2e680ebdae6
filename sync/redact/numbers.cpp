#include "sync/redact/numbers.h"

#include <algorithm>

namespace afterword::redaction {
namespace {

constexpr std::size_t kSeparatorsMax = 3;
constexpr int kContextWords = 5;
constexpr int kNearWords = 2;
constexpr std::size_t kContextGlyphs = 80;
constexpr std::size_t kCjkWord = 10;

constexpr std::u32string_view kPhoneWords[] = {
    U"call",    U"called",    U"calling",  U"phone",     U"telephone", U"tel",       U"mobile",
    U"cell",    U"cellphone", U"number",   U"whatsapp",  U"sms",       U"fax",       U"ring",
    U"text",    U"contact",   U"reach",    U"llamar",    U"llame",     U"llama",     U"llamen",
    U"llámame", U"llamame",   U"llámenme", U"llamarme",  U"teléfono",  U"telefono",  U"telf",
    U"móvil",   U"movil",     U"celular",  U"número",    U"numero",    U"contactar", U"telefon",
    U"handy",   U"nummer",    U"anrufen",  U"téléphone", U"portable",  U"numéro"};
constexpr std::u32string_view kPhoneParts[] = {
    U"电话", U"電話", U"手机", U"手機", U"号码", U"號碼",   U"致电",  U"联系",
    U"微信", U"هاتف", U"رقم",  U"جوال", U"اتصل", U"موبايل", U"تلفون", U"واتس"};
constexpr std::u32string_view kCardWords[] = {
    U"card", U"visa", U"mastercard", U"amex", U"debit", U"credit", U"tarjeta", U"karte", U"carte"};
constexpr std::u32string_view kCardParts[] = {U"卡", U"بطاقة"};
constexpr std::u32string_view kSocialWords[] = {U"ssn", U"social", U"security"};
constexpr std::u32string_view kNoPersonWords[] = {
    U"order",    U"receipt",     U"ticket",   U"invoice",   U"barcode", U"ean",
    U"sku",      U"upc",         U"ref",      U"reference", U"article", U"item",
    U"product",  U"transaction", U"code",     U"serial",    U"pedido",  U"factura",
    U"recibo",   U"referencia",  U"artículo", U"articulo",  U"código",  U"codigo",
    U"producto", U"bestellung",  U"bon"};
constexpr std::u32string_view kNoPersonParts[] = {U"订单", U"訂單", U"单号", U"單號",   U"条码",
                                                  U"编号", U"发票", U"طلب",  U"فاتورة", U"رمز"};

template <std::size_t kCount>
bool is_one_of(const std::u32string_view (&words)[kCount], const std::u32string& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <std::size_t kCount>
bool has_one_of(const std::u32string_view (&parts)[kCount], const std::u32string& word) {
  return std::any_of(std::begin(parts), std::end(parts), [&word](std::u32string_view part) {
    return word.find(part) != std::u32string::npos;
  });
}

// The rules for one word beside a number; `near`: among the two words before it.
void weigh(const std::u32string& word, bool near, Context& context) {
  const bool latin = is_joined(word.front());
  context.phone |= latin ? is_one_of(kPhoneWords, word) : has_one_of(kPhoneParts, word);
  context.card |= latin ? is_one_of(kCardWords, word) : has_one_of(kCardParts, word);
  context.social |= latin && is_one_of(kSocialWords, word);
  if (near)
    context.no_person |= latin ? is_one_of(kNoPersonWords, word) : has_one_of(kNoPersonParts, word);
}

// Walks words away from a number in one direction: `step` is -1 or +1, `i` the first glyph there.
void weigh_side(const Shadow& shadow, std::size_t i, int step, Context& context) {
  const auto move = [step](std::size_t& at) { at += static_cast<std::size_t>(step); };
  std::size_t seen = 0;
  for (int words = 0; words < kContextWords && seen < kContextGlyphs && shadow[i] != 0; ++words) {
    while (shadow[i] != 0 && shadow[i] != kMark && !is_word(shadow[i]) && seen++ < kContextGlyphs)
      move(i);
    if (shadow[i] == kMark) {
      move(i);
      continue;
    }
    std::u32string word;
    const bool cjk = is_cjk(shadow[i]);
    for (; is_word(shadow[i]) && is_cjk(shadow[i]) == cjk && seen < kContextGlyphs; ++seen) {
      if (cjk && word.size() == kCjkWord) break;
      word += lower(shadow[i]);
      move(i);
    }
    if (word.empty()) return;
    if (step < 0) std::reverse(word.begin(), word.end());
    weigh(word, step < 0 && words < kNearWords, context);
  }
}

bool is_separator(char32_t c) {
  return is_space(c) || c == U'-' || c == U'.' || c == U'/' || c == U'(' || c == U')';
}

}  // namespace

void next_run(const Shadow& shadow, std::size_t from, Run& run) {
  run.groups.clear();
  std::size_t i = from;
  while (i < shadow.size() && !is_digit(shadow[i])) ++i;
  while (is_digit(shadow[i])) {
    Group group{i, i};
    while (is_digit(shadow[group.end])) ++group.end;
    run.groups.push_back(group);
    i = group.end;
    while (i - group.end < kSeparatorsMax && is_separator(shadow[i])) ++i;
  }
}

bool is_clean_before(const Shadow& shadow, std::size_t begin) {
  return begin == 0 || !is_joined(shadow[begin - 1]);
}

bool is_clean_after(const Shadow& shadow, std::size_t end) { return !is_joined(shadow[end]); }

Context context_of(const Shadow& shadow, std::size_t begin, std::size_t end) {
  Context context;
  if (begin > 0) weigh_side(shadow, begin - 1, -1, context);
  weigh_side(shadow, end, +1, context);
  return context;
}

bool passes_luhn(const std::u32string& digits) {
  char32_t sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const char32_t value = (*digit - U'0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool passes_gtin(const std::u32string& digits) {
  char32_t sum = 0;
  bool thrice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, thrice = !thrice)
    sum += (*digit - U'0') * (thrice ? 3 : 1);
  return sum % 10 == 0;
}

}  // namespace afterword::redaction
