// The phrases that lint knows. A hit is a warning: a person judges.
#include "survey-defs/model/linting.h"

namespace afterword::linting {
namespace {

using Phrases = std::vector<std::string_view>;

// Praise in the question, pity, pleading, and tags that expect a yes.
const Phrases kLeadingEn{"great",     "amazing",       "awesome",      "excellent",  "wonderful",
                         "fantastic", "perfect",       "superb",       "love",       "loved",
                         "enjoy",     "enjoyed",       "delighted",    "delicious",  "beautiful",
                         "sorry",     "unfortunately", "help us",      "isn't it",   "don't you",
                         "didn't we", "wasn't it",     "wouldn't you", "world-class"};
const Phrases kLeadingEs{
    "excelente",  "excelentes",   "maravilloso",   "maravillosa", "fantástico",  "fantástica",
    "increíble",  "increíbles",   "perfecto",      "perfecta",    "estupendo",   "estupenda",
    "genial",     "encantó",      "encanta",       "encantaron",  "disfrutó",    "disfruta",
    "lamentamos", "sentimos que", "por desgracia", "ayúdenos",    "no cree que", "verdad que"};
const Phrases kLeadingAr{"رائع",   "ممتاز", "مذهل",  "مثالي",     "أحببت", "استمتعت",
                         "يؤسفنا", "نأسف",  "للأسف", "أليس كذلك", "ساعدنا"};
const Phrases kLeadingZh{"出色", "优秀", "完美", "精彩", "一流", "很棒",     "超棒",
                         "美味", "享受", "抱歉", "遗憾", "难道", "帮助我们", "是不是很"};

const Phrases kLeadingDe{"großartig",     "großartige",       "hervorragend", "hervorragende",
                         "wunderbar",     "wunderbare",       "fantastisch",  "fantastische",
                         "perfekt",       "perfekte",         "toll",         "tolle",
                         "ausgezeichnet", "ausgezeichnete",   "genossen",     "begeistert",
                         "leider",        "bedauern",         "tut uns leid", "helfen sie uns",
                         "nicht wahr",    "finden sie nicht", "erstklassig",  "erstklassige"};
const Phrases kLeadingRu{"отличный",      "отличное",      "отличная",      "отличные",
                         "прекрасный",    "прекрасное",    "прекрасная",    "прекрасные",
                         "замечательный", "замечательное", "замечательная", "замечательные",
                         "великолепный",  "великолепное",  "великолепная",  "идеальный",
                         "идеальное",     "идеальная",     "к сожалению",   "сожалеем",
                         "помогите нам",  "не правда ли",  "правда ведь"};

// What the law calls special categories, and what says who somebody is.
const Phrases kSensitiveEn{"religion",
                           "religious",
                           "ethnic",
                           "ethnicity",
                           "your race",
                           "political",
                           "vote",
                           "trade union",
                           "sexual orientation",
                           "sexuality",
                           "your gender",
                           "pregnant",
                           "your disability",
                           "have a disability",
                           "are you disabled",
                           "illness",
                           "disease",
                           "diagnosis",
                           "medication",
                           "mental health",
                           "health condition",
                           "your health",
                           "income",
                           "salary",
                           "how old",
                           "your age",
                           "date of birth",
                           "birthday",
                           "your name",
                           "full name",
                           "phone number",
                           "telephone number",
                           "email address",
                           "e-mail address",
                           "your address",
                           "home address",
                           "passport",
                           "social security",
                           "marital status",
                           "immigration",
                           "criminal record",
                           "card number"};
const Phrases kSensitiveEs{"religión",
                           "religiosa",
                           "religioso",
                           "etnia",
                           "su raza",
                           "origen étnico",
                           "opinión política",
                           "partido político",
                           "votó",
                           "sindicato",
                           "orientación sexual",
                           "su sexo",
                           "su género",
                           "embarazada",
                           "su discapacidad",
                           "alguna discapacidad",
                           "enfermedad",
                           "diagnóstico",
                           "medicación",
                           "su salud",
                           "salud mental",
                           "sus ingresos",
                           "salario",
                           "su edad",
                           "cuántos años tiene",
                           "fecha de nacimiento",
                           "cumpleaños",
                           "su nombre",
                           "número de teléfono",
                           "su teléfono",
                           "correo electrónico",
                           "su dirección",
                           "pasaporte",
                           "estado civil",
                           "antecedentes penales",
                           "número de tarjeta"};
const Phrases kSensitiveAr{"دينك",
                           "ديانتك",
                           "الديانة",
                           "عرقك",
                           "أصلك العرقي",
                           "رأيك السياسي",
                           "آرائك السياسية",
                           "صوّتت",
                           "ميولك الجنسية",
                           "جنسك",
                           "إعاقتك",
                           "لديك إعاقة",
                           "مرضك",
                           "حالتك الصحية",
                           "صحتك",
                           "دخلك",
                           "راتبك",
                           "عمرك",
                           "كم عمرك",
                           "تاريخ ميلادك",
                           "تاريخ الميلاد",
                           "اسمك",
                           "رقم هاتفك",
                           "رقم الهاتف",
                           "بريدك الإلكتروني",
                           "البريد الإلكتروني",
                           "عنوانك",
                           "جواز سفرك",
                           "حالتك الاجتماعية",
                           "رقم بطاقتك"};
const Phrases kSensitiveZh{"宗教",     "信仰",     "种族",     "民族",     "政治",     "投票",
                           "工会",     "性取向",   "您的性别", "怀孕",     "残疾",     "疾病",
                           "病史",     "诊断",     "服药",     "您的健康", "收入",     "工资",
                           "薪水",     "年龄",     "您多大",   "生日",     "出生日期", "姓名",
                           "您的名字", "电话号码", "手机号",   "电子邮箱", "邮箱地址", "住址",
                           "您的地址", "身份证",   "护照",     "婚姻",     "卡号"};
const Phrases kSensitiveDe{"religion",
                           "religiös",
                           "konfession",
                           "ethnisch",
                           "ethnische",
                           "ihre herkunft",
                           "politisch",
                           "politische",
                           "gewählt haben",
                           "gewerkschaft",
                           "sexuelle orientierung",
                           "ihr geschlecht",
                           "schwanger",
                           "behinderung",
                           "krankheit",
                           "diagnose",
                           "medikamente",
                           "ihre gesundheit",
                           "psychisch",
                           "einkommen",
                           "gehalt",
                           "wie alt",
                           "ihr alter",
                           "geburtsdatum",
                           "geburtstag",
                           "ihr name",
                           "ihren namen",
                           "telefonnummer",
                           "e-mail-adresse",
                           "ihre adresse",
                           "anschrift",
                           "reisepass",
                           "personalausweis",
                           "familienstand",
                           "vorstrafe",
                           "kartennummer"};
const Phrases kSensitiveRu{
    "религия",       "вероисповедание", "национальность",     "этническая",     "политические",
    "голосовали",    "профсоюз",        "ориентация",         "ваш пол",        "беременны",
    "инвалидность",  "болезнь",         "заболевание",        "диагноз",        "ваше здоровье",
    "доход",         "зарплата",        "сколько вам лет",    "ваш возраст",    "дата рождения",
    "день рождения", "ваше имя",        "как вас зовут",      "номер телефона", "электронная почта",
    "ваш адрес",     "паспорт",         "семейное положение", "судимость",      "номер карты"};
const Phrases kNone;

struct OfLanguage {
  std::string_view tag;
  const Phrases& leading;
  const Phrases& sensitive;
};
const OfLanguage kLanguages[] = {
    {"en", kLeadingEn, kSensitiveEn}, {"es", kLeadingEs, kSensitiveEs},
    {"ar", kLeadingAr, kSensitiveAr}, {"zh", kLeadingZh, kSensitiveZh},
    {"de", kLeadingDe, kSensitiveDe}, {"ru", kLeadingRu, kSensitiveRu},
};

const OfLanguage& of(std::string_view language) {
  static const OfLanguage unknown{"", kNone, kNone};
  const std::string_view tag = language.substr(0, language.find('-'));
  for (const OfLanguage& known : kLanguages)
    if (known.tag == tag) return known;
  return unknown;
}

}  // namespace

const std::vector<std::string_view>& leading_phrases(std::string_view language) {
  return of(language).leading;
}
const std::vector<std::string_view>& sensitive_phrases(std::string_view language) {
  return of(language).sensitive;
}

}  // namespace afterword::linting
