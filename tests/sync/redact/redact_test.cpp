#include "sync/redact/redact.h"

#include <doctest/doctest.h>

#include "sync/base/core/utf8.h"

namespace afterword {
namespace redact_test {

// What is left of `text`; also checks that a second look changes nothing and bytes stay valid.
std::string left_of(std::string_view text) {
  const Redacted once = redact(text);
  CHECK(is_utf8(once.text));
  const Redacted twice = redact(once.text);
  CHECK(twice.text == once.text);
  CHECK(twice.counts.empty());
  return once.text;
}

void stays(std::string_view text) {
  CAPTURE(std::string(text));
  CHECK(left_of(text) == text);
  CHECK_FALSE(redact(text).changed());
}

void becomes(std::string_view text, std::string_view expected) {
  CAPTURE(std::string(text));
  CHECK(left_of(text) == expected);
}

}  // namespace redact_test
using namespace redact_test;

TEST_CASE("Times, places, prices, dates and orders stay as they were typed") {
  for (const char* text : {"I waited 45 minutes",
                           "aisle 12",
                           "20 % off",
                           "size 42",
                           "open 24/7",
                           "since 1999",
                           "EUR 1.299,00",
                           "order 20231105",
                           "",
                           " ",
                           "It cost 12.99 and 3 x 4.50, total 26.49.",
                           "10:30 - 11:15",
                           "called on 2026-03-03 and again 03/04/2026",
                           "I called on 20260303",
                           "Order number 20231105, item 4006381333931",
                           "30-40 people, 2 tills open",
                           "5/5 stars",
                           "meet me @ 5 pm",
                           "2 @ 3.50",
                           "between 9 and 17",
                           "1 000 000 thanks",
                           "A4 paper, 12kg, 5m²"})
    stays(text);
}

TEST_CASE("Ordinary comments in every shipped language stay byte for byte") {
  for (const char* text :
       {"Great staff, but the queue was far too long. Nobody helped me.",
        "clean.no complaints.The manager was kind", "Please ask for the returns desk",
        "Thank you very much. I am very happy. Thanks to everyone!", "ASK FOR THE MANAGER",
        "Solo dos probadores abiertos; tardé 20 minutos. Gracias a todos.",
        "No había nadie en caja. ¿Por qué?", "El café cuesta 3,50 €.",
        "الموظفون رائعون لكن الانتظار كان طويلا، ٢٠ دقيقة.", "السيد المدير كان لطيفا",
        "服务很好，但是排队等了45分钟。", "叫经理来，没有人。", "价格是1299元，太贵了",
        "Zürich, naïve façade — “quoted” … 😀👍🏽",
        "e\u0301 combined, zero\u200bwidth, ＦＵＬＬ width"})
    stays(text);
}

TEST_CASE("What was asked to be found is found") {
  becomes("call me on +44 20 7946 0958", "call me on [PHONE]");
  becomes("0151-12345678 please phone", "[PHONE] please phone");
  becomes("john.doe@example.com", "[EMAIL]");
  becomes("john (at) example dot com", "[EMAIL]");
  becomes("@johnd_99", "[URL]");
  becomes("my card 4111 1111 1111 1111", "my card [CARD]");
  becomes("ask for Anna Schmidt", "ask for [NAME]");
}

TEST_CASE("E-mail addresses go, with what belongs to them and no more") {
  becomes("Write to john.doe+shop@mail.example.co.uk.", "Write to [EMAIL].");
  becomes("(a_b-c@x-y.org)", "([EMAIL])");
  becomes("o'brien@example.ie, thanks", "[EMAIL], thanks");
  becomes("JOHN@EXAMPLE.COM", "[EMAIL]");
  becomes("邮箱abc@example.com谢谢", "邮箱[EMAIL]谢谢");
  becomes("josé@correo.es", "[EMAIL]");
  becomes("john@example.com.Thanks", "[EMAIL].Thanks");
  becomes("ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[EMAIL]");
  becomes("john\u200b@exam\u00adple.com", "[EMAIL]");
  becomes("a@b.de b@c.fr", "[EMAIL] [EMAIL]");
  stays("john@");
  stays("a@b");
  stays("1@2.3");
}

TEST_CASE("Spelled-out addresses go where enough speaks for them") {
  becomes("john dot doe at example dot com please", "[EMAIL] please");
  becomes("john[at]example.com", "[EMAIL]");
  becomes("john {at} mail [dot] example [dot] org", "[EMAIL]");
  becomes("juan arroba ejemplo punto es", "[EMAIL]");
  becomes("john @ example.com", "[EMAIL]");
  stays("look at the dot on the wall");
  stays("I was at home. Dot com");
  stays("At no point in the proceedings did anyone help");
  stays("trains @ St.Pancras");
}

TEST_CASE("Web addresses and handles go") {
  becomes("see https://example.com/u/john?x=1.", "see [URL].");
  becomes("www.john-doe.de!", "[URL]!");
  becomes("instagram.com/johnd", "[URL]");
  becomes("my site is johndoe.com, look", "my site is [URL], look");
  becomes("访问http://example.com谢谢", "访问[URL]谢谢");
  becomes("follow @john.doe!", "follow [URL]!");
  becomes("Hello...www.x.com", "Hello...[URL]");
  stays("great.It was fine.So good");
  stays("and/or, his/hers, e.g. this");
}

TEST_CASE("Card numbers go when their check digit is right") {
  for (const char* number :
       {"4111111111111111", "5555555555554444", "371449635398431", "4012-8888-8888-1881",
        "4111 1111 1111 1111", "２２２３００００４８４０００１１"})
    becomes(std::string("it is ") + number + " ok", "it is [CARD] ok");
  for (const char* number :
       {"4111111111111112", "4012-8888-8888-1882", "1234 5678 9012 3456", "0000000000000000",
        "8888888888888888", "5901234123457", "4006381333931"})
    stays(std::string("it is ") + number + " ok");
  becomes("my visa 4222222222222", "my visa [CARD]");
  becomes("4111 1111 1111 1111 12/27", "[CARD] 12/27");
  becomes("aisle 12 4111111111111111", "aisle 12 [CARD]");
}

TEST_CASE("Account numbers go when their checksum is right") {
  for (const char* number :
       {"DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606",
        "NL91ABNA0417164300", "de89 3704 0044 0532 0130 00", "GB82-WEST-1234-5698-7654-32"})
    becomes(std::string("pay ") + number + ", thanks", "pay [IBAN], thanks");
  stays("GB82 WEST 1234 5698 7654 33");
  stays("DE00370400440532013000");
}

TEST_CASE("Phone numbers go when their shape or a word nearby says so") {
  becomes("(0151) 12345678", "[PHONE]");
  becomes("Tel: 555 1234", "Tel: [PHONE]");
  becomes("phone 5551234", "phone [PHONE]");
  becomes("555-123-4567", "[PHONE]");
  becomes("1 (555) 123-4567", "1 [PHONE]");
  becomes("0049 151 12345678", "[PHONE]");
  becomes("07700900123", "[PHONE]");
  becomes("06 12 34 56 78", "[PHONE]");
  becomes("mi móvil 612 345 678", "mi móvil [PHONE]");
  becomes("手机13812345678谢谢", "手机[PHONE]谢谢");
  becomes("اتصل بي ٠٥٠١٢٣٤٥٦٧", "اتصل بي [PHONE]");
  becomes("फ़ोन +९१ ९८७६५ ४३२१०", "फ़ोन [PHONE]");
  becomes("call 7946 0958 or 7946 0959", "call [PHONE] or [PHONE]");
  becomes("+44 (0)20 7946 0958", "[PHONE]");
  becomes("+1‑555‑123‑4567", "[PHONE]");  // non-breaking hyphens
  stays("7946 0958");
  stays("036000291452");  // a barcode
  stays("receipt 0123456789");
}

TEST_CASE("National numbers go when their form or checksum says so") {
  becomes("SSN 123-45-6789", "SSN [ID]");
  becomes("my ssn is 123456789", "my ssn is [ID]");
  becomes("DNI 12345678Z", "DNI [ID]");
  becomes("DNI 12.345.678-Z", "DNI [ID]");
  becomes("NIE X1234567L", "NIE [ID]");
  becomes("AB 12 34 56 C", "[ID]");
  becomes("身份证11010519491231002X", "身份证[ID]");
  stays("000-12-3456");
  stays("12345678A");
  stays("110105194912310021");
}

TEST_CASE("Names go after words that announce them") {
  becomes("My name is Anna-Lena O'Neill.", "My name is [NAME].");
  becomes("Mr. Smith and Mrs Jones", "Mr. [NAME] and Mrs [NAME]");
  becomes("please contact J. Smith", "please contact [NAME]");
  becomes("Name: Anna Schmidt", "Name: [NAME]");
  becomes("Contact: Anna", "Contact: [NAME]");
  becomes("Kind regards,\nAnna Schmidt", "Kind regards,\n[NAME]");
  becomes("me llamo Ana de la Cruz Ruiz y volveré", "me llamo [NAME] y volveré");
  becomes("Pregunten por José Ñíguez", "Pregunten por [NAME]");
  becomes("my name is ANNA SCHMIDT", "my name is [NAME]");
  becomes("اسمي أحمد محمد وأنا زبون", "اسمي [NAME] وأنا زبون");
  becomes("我叫王小明，谢谢", "我叫[NAME]，谢谢");
  becomes("王先生很好", "[NAME]先生很好");
  stays("ask for The manager");
  stays("my name is on the list");
}

TEST_CASE("Praise keeps the first name, for the team, and drops the family name") {
  stays("thanks to Anna");
  stays("the cashier Anna was kind");
  becomes("the cashier Anna Schmidt was kind", "the cashier Anna [NAME] was kind");
  becomes("gracias a Ana Ruiz Gómez", "gracias a Ana [NAME]");
}

TEST_CASE("Every find is counted by kind, and nothing else is told") {
  const Redacted redacted =
      redact("a@b.com, c@d.org, call +44 20 7946 0958. My name is Anna Schmidt [EMAIL]");
  CHECK(redacted.text == "[EMAIL], [EMAIL], call [PHONE]. My name is [NAME] [EMAIL]");
  CHECK(redacted.counts == std::map<std::string, int>{{"EMAIL", 2}, {"NAME", 1}, {"PHONE", 1}});
}

TEST_CASE("Marks that are there already are left alone and hide nothing beside them") {
  stays("[EMAIL] [URL] [IBAN] [CARD] [PHONE] [ID] [NAME]");
  stays("call [PHONE]");
  stays("ask for [NAME]");
  becomes("[EMAIL]john@example.com[EMAIL]", "[EMAIL][EMAIL][EMAIL]");
  becomes("call [PHONE] or 5551234", "call [PHONE] or [PHONE]");
}

TEST_CASE("Bytes that are no text are kept, and what stands among them is still found") {
  CHECK(redact("\xff\xfe john@example.com \xc3").text == "\xff\xfe [EMAIL] \xc3");
  CHECK(redact("\xed\xa0\x80").text == "\xed\xa0\x80");
}

}  // namespace afterword
