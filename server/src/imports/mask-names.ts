import { maskName } from './person-names.ts'
import { isCompound, isSurname, surnameLength } from './surnames.ts'

/** Masks names after a word that announces one, before a title, and in English after a label or a title. */
export function maskNames(text: string): string {
  let masked = text
  if (LABEL_TEST.test(masked)) masked = maskLabelled(masked)
  if (NOUN_TEST.test(masked)) masked = maskAfterNouns(masked)
  if (TITLE_TEST.test(masked)) masked = masked.replace(BEFORE_TITLE, maskBeforeTitle)
  if (ENGLISH_TEST.test(masked)) masked = maskEnglish(masked)
  return masked
}

// ── After a label ───────────────────────────────────────────────────────────────────────────────────
const LABELS =
  '投诉人|联系人|收件人|寄件人|签收人|法定代表人|户名|姓名|申请人|申诉人|举报人|来电人|来访人|来信人|信访人|反映人|当事人|持卡人|借款人|贷款人|担保人|储户|存款人|开户人|账户名|收款人|付款人|代办人|委托人|代理人|投保人|被保险人|受益人|报案人|诉求人|消费者|机主|户主|监护人|共同借款人|抵押人|保证人'
const LABEL_TEST = new RegExp(LABELS)
const LABELLED = new RegExp(
  String.raw`(?:${LABELS})(?:姓名|名称)?(?:[ \t\u3000\u00a0]*[:：]\s*|[ \t\u3000\u00a0]*[为是叫][ \t\u3000\u00a0]*|[ \t\u3000\u00a0]*[(（【"“‘][ \t]*|[ \t\u3000\u00a0]*)`,
  'g',
)
const NAME_LIKE = /\p{Script=Han}[\p{Script=Han}·•・‧]{0,11}|[A-Za-z]+(?:[ .'-]+[A-Z][A-Za-z]*){0,3}/uy
/** Words that follow a name or a label and are no part of a name. */
const AFTER =
  /^(?:要求|反映|来电|来访|来信|来函|来行|来我|称|表示|投诉|请求|认为|诉称|诉|说|于|在|对|因|向|与|和|及|的|到|就|电话|手机|联系|身份|证件|号码|地址|住址|住|为|系|是|本人|多次|已|曾|未|不|自|从|被|将|把|要|想|希望|再次|再|又|并|先生|女士|同志|小姐|老师|家属|通过|年龄|性别|男|女|需|拨打|提出|提供|咨询|举报|申请|办理|名下|名称|姓名|信息|情况|之|一|等|收到|发现|质疑|不满|购买|持|去|前往|报)/
/** What a run of characters ends with that names an organisation, not a person. */
const ORGANISATION =
  /(?:公司|集团|合作社|合作联社|支行|分行|总行|银行|分理处|储蓄所|营业部|事务所|商行|经营部|委员会|居委会|村委会|学校|医院|中心|协会|门店|超市|工厂)$/

function maskLabelled(text: string): string {
  let masked = ''
  let done = 0
  LABELLED.lastIndex = 0
  for (let label = LABELLED.exec(text); label; label = LABELLED.exec(text)) {
    const at = LABELLED.lastIndex
    const length = nameLengthAt(text, at, /[:：(（【"“‘叫]/.test(label[0]))
    if (length === 0) continue
    masked += text.slice(done, at) + maskName(text.slice(at, at + length))
    done = at + length
    LABELLED.lastIndex = done
  }
  return masked + text.slice(done)
}

function nameLengthAt(text: string, at: number, announced: boolean): number {
  NAME_LIKE.lastIndex = at
  const rest = NAME_LIKE.exec(text)?.[0] ?? ''
  // A name that is masked already keeps its mask.
  if (rest === '' || /^[＊*]/.test(text.slice(at + rest.length))) return 0
  if (/^[A-Za-z]/.test(rest)) return announced ? rest.length : 0
  return nameLength(rest, announced)
}

/**
 * How many characters at the head of a text are a name. After a colon anything but a known other word is one; without
 * a colon the text must begin with a family name. 李某 and 李某某 name nobody.
 */
function nameLength(rest: string, announced: boolean): number {
  if (OTHER_WORD.test(rest) || AFTER.test(rest) || /^.{1,2}某/.test(rest) || ORGANISATION.test(rest)) return 0
  const dotted = dottedLength(rest)
  if (dotted > 0) return dotted
  if (!announced && !isSurname(rest)) return 0
  const family = surnameLength(rest)
  const limit = announced && rest.length <= 4 ? rest.length : Math.min(rest.length, family + 2)
  let length = family
  while (length < limit && !AFTER.test(rest.slice(length))) length++
  return length > family || !announced ? nameOrNothing(rest, length, family) : length
}

/** A family name alone ("投诉人张，") says no more than its mask. */
function nameOrNothing(rest: string, length: number, family: number): number {
  return length === family && rest.length === family ? 0 : length
}

/** How long a name of several parts is (阿依古丽·买买提); its last part ends where another word begins. */
function dottedLength(text: string): number {
  const found = /^((?:\p{Script=Han}+[·•・‧])+)(\p{Script=Han}+)/u.exec(text)
  if (!found) return 0
  const [, head = '', last = ''] = found
  let length = 1
  while (length < last.length && !FOLLOWS_NAME.test(last.slice(length))) length++
  return head.length + length
}

// ── After a noun that other words follow as often ───────────────────────────────────────────────────
const NOUNS =
  '本人|客户经理|客户|用户|柜员|大堂经理|经理|行长|主任|业务员|信贷员|理财经理|工作人员|员工|其母亲|其父亲|其母|其父|其妻|其夫|其子|其女|母亲|父亲|丈夫|妻子|爱人|配偶|儿子|女儿|朋友|同事|邻居|亲属|我叫|名叫'
const NOUN_TEST = new RegExp(NOUNS)
const NOUN = new RegExp(`(?:${NOUNS})[:：]?[ \t\u3000]?`, 'g')
/** Written without properties of Unicode: most texts hold such a noun, and this way they cost a third. */
const HAN_RUN = /[\u3400-\u9fff][\u3400-\u9fff·•・‧]{1,15}(?![＊*\u3400-\u9fff·•・‧])|[\u3400-\u9fff][\u3400-\u9fff·•・‧]{15}/y
/** Common words that begin with a character that is a family name too. */
const OTHER_WORD =
  /^(?:应[当该予付急]|常[常去来年]|时[常间候段]|方[便面式才案]|安[全排心装置]|从[未来不而此]|都[是有在会要]|全[部额程体面]|平[时台等均台]|明[确显细知示]|和解|有[关权意效无]|通[过知常话报道]|支[付行取持出]|管[理辖]|查[询看明收验]|高[度额息]|金[额融卡]|钱[款财]|费[用率]|马上|成[功为立本]|关[于注系闭]|强[烈制行迫调]|相[关应信同]|宣[传]|单[位独方据]|解[释决除冻]|能[够否]|许[可多]|权[益利限]|包[括含]|程[序度]|计[算划息入]|水平|红[包利]|越来|易[被于]|须[知]|国[家内有]|车[贷辆主险]|房[贷屋产东]|农[户民行]|商[户家务]|何[时人种]|任[何务]|余额|幸好|利[息率益]|司[机法]|经[理办济查过]|曾[经]|游[客戏]|温馨|满[意期]|广[告大]|文[件明化]|向[银我其行监本]|充[值分]|连[续夜]|步骤|居[民住]|养老|后[续来]|原[因件告则]|官方|仅[限有]|暴力|储[户蓄存]|年[龄底初费]|党员|路过|季[度末]|项目|范围|顾虑|万元|元[整以]|白[天条]|黄金|云[闪端]|阳光|古[稀]|习惯|殷实|景[气]|双[方倍]|代[办理为]|公[司告示]|家[属人]|沙[发]|班[车])/

function maskAfterNouns(text: string): string {
  let masked = ''
  let done = 0
  NOUN.lastIndex = 0
  for (let noun = NOUN.exec(text); noun; noun = NOUN.exec(text)) {
    const at = NOUN.lastIndex
    HAN_RUN.lastIndex = at
    const rest = HAN_RUN.exec(text)?.[0]
    const length = rest === undefined ? 0 : nameLengthAfterNoun(rest)
    if (rest === undefined || length === 0) continue
    masked += text.slice(done, at) + maskName(rest.slice(0, length))
    done = at + length
    NOUN.lastIndex = done
  }
  return done === 0 ? text : masked + text.slice(done)
}

/** Only where the name ends at a mark, a digit or a word that follows names: these nouns are followed by much else. */
function nameLengthAfterNoun(rest: string): number {
  const dotted = dottedLength(rest)
  if (dotted > 0) return dotted
  if (!isSurname(rest) || OTHER_WORD.test(rest) || /^.{1,2}某/.test(rest)) return 0
  const family = surnameLength(rest)
  for (const length of [family + 2, family + 1]) {
    if (rest.length < length) continue
    const [given, follows] = [rest.slice(family, length), rest.slice(length)]
    const ends = follows === '' || FOLLOWS_NAME.test(follows)
    if (ends && !ORGANISATION.test(rest.slice(0, length)) && !TITLE_START.test(given) && !AFTER.test(given)) return length
  }
  return 0
}
const FOLLOWS_NAME =
  /^(?:要求|反映|来电|来访|来信|来函|称|表示|投诉|请求|认为|诉称|诉|说|于|在|对|因|向|与|和|及|的|到|就|电话|手机|联系|身份|证件|多次|已|曾|未|不|自|从|被|将|把|要|想|希望|再次|再|又|并|先生|女士|同志|小姐|老师|通过|持|去|前往|没|无|办理|购买|拨打|名下|态度|告知|推荐|承诺|拒绝|推销|答复|处理|代)/

// ── Before a title ──────────────────────────────────────────────────────────────────────────────────
const TITLES = '先生|女士|小姐|同志|老师|师傅|阿姨|大爷|大妈|老人'
const TITLE_TEST = new RegExp(TITLES)
const TITLE_START = new RegExp(`^(?:${TITLES})`)
const BEFORE_TITLE = new RegExp(String.raw`(\p{Script=Han}[\p{Script=Han}·•・‧]{1,11})(${TITLES})`, 'gu')
/** Family names that are prepositions and other small words far more often. */
const SMALL_WORDS = /^[于向和从与时方都全常应经能有那来可以为对]/

/** 张三先生 becomes 张＊先生; 张先生 says no more than its mask and stays. */
function maskBeforeTitle(whole: string, run: string, title: string): string {
  const dotted = /\p{Script=Han}+(?:[·•・‧]\p{Script=Han}+)+$/u.exec(run)
  if (dotted) return run.slice(0, -dotted[0].length) + maskName(dotted[0]) + title
  for (const length of [4, 3, 2]) {
    const name = run.slice(-length)
    if (name.length < length || !isSurname(name) || name.length - surnameLength(name) > 2) continue
    const given = name.slice(surnameLength(name))
    if (isCompound(name)) return whole
    if (given === '' || /某|[的位名个]/.test(given)) continue
    // 向李先生: the small word stands before a family name.
    if (SMALL_WORDS.test(name) && isSurname(given) && (given.length === 1 || run.length > length || isSurname(given))) {
      const inner = given.length > surnameLength(given) ? maskName(given) : given
      return run.slice(0, -given.length) + inner + title
    }
    if (OTHER_WORD.test(name) || OTHER_WORD.test(given)) continue
    return run.slice(0, -length) + maskName(name) + title
  }
  return whole
}

// ── English ─────────────────────────────────────────────────────────────────────────────────────────
const ENGLISH_TEST = /[A-Z][a-z]/
const ENGLISH_LABEL =
  /\b((?:[Cc]omplainant|[Cc]ontact(?: person)?|[Cc]ustomer|[Cc]lient|[Aa]ccount [Hh]older|[Cc]ard ?[Hh]older|[Aa]pplicant|[Cc]aller|[Bb]orrower|[Pp]ayee|[Pp]ayer|[Ff]ull [Nn]ame|[Nn]ame)(?:'s [Nn]ame| [Nn]ame)?)(\s*[:：]\s*|\s+(?:is\s+|named\s+)?)((?:[A-Z][a-z]+|[A-Z]\.)(?:[ '-]+(?:[A-Z][a-z]+|[A-Z]\.)){0,3})/g
const ENGLISH_TITLE = /\b(Mr|Mrs|Ms|Miss|Dr|Madam|Sir)(\.?\s+)([A-Z][a-z]+(?:[ '-]+[A-Z][a-z]+){0,2})/g
const NO_NAME =
  /\b(?:Service|Services|Manager|Center|Centre|Bank|Number|Care|Account|Card|Loan|Credit|Complaint|Department|Office|Branch|Support|Agreement|Information|Data|Satisfaction|Rights|Protection|Type|Of|The|Address|Phone|Id|Name|Details|Code|Relations|Hotline|China)\b/

function maskEnglish(text: string): string {
  return text
    .replace(ENGLISH_LABEL, (whole, label: string, between: string, name: string) => {
      const known = /^[A-Z][a-z]+/.test(name) && !NO_NAME.test(name)
      const announced = /[:：]|is|named/.test(between) || name.includes(' ')
      return known && announced ? label + between + maskName(name) : whole
    })
    .replace(ENGLISH_TITLE, (whole, title: string, between: string, name: string) =>
      NO_NAME.test(name) ? whole : title + between + maskName(name),
    )
}
