import { bases } from '../analytics/metrics.ts'
import type { DictionaryEntry } from '../ledger/dictionary.ts'
import type { FullLabel, Label } from '../platform/label.ts'

type Choice = { value: string; label: Label }
type Attributes = DictionaryEntry['attributes']

/** What an entry may say beside its names: always a choice, so that page, command and refusal are one. */
export type EntryAttribute = {
  label: FullLabel
  explain: FullLabel
  /** Several values at once. */
  many: boolean
  /** What may be chosen, of all entries in force. */
  choices: (entries: readonly DictionaryEntry[]) => Choice[]
  read: (attributes: Attributes) => string[]
  /** As it is kept; none: the entry says nothing. */
  write: (values: readonly string[]) => Attributes
}

const entriesOf = (kind: string) => (entries: readonly DictionaryEntry[]) =>
  entries.filter((entry) => entry.kind === kind).map(({ key, label }): Choice => ({ value: key, label }))
const yesNo = (yes: FullLabel, no: FullLabel) => (): Choice[] => [
  { value: 'YES', label: yes },
  { value: 'NO', label: no },
]
const read = (value: boolean | undefined): string[] => (value === undefined ? [] : [value ? 'YES' : 'NO'])

/** THE REGISTRY of attributes. An entry that says nothing has what the entry above it says. */
export const entryAttributes = {
  rightsDomain: {
    label: { zh: '维权领域', en: 'Rights domain' },
    explain: { zh: '没有写明维权领域的投诉按业务类别归入。', en: 'Where a complaint states no rights domain, its category gives it.' },
    many: false,
    choices: entriesOf('rightsDomain'),
    read: ({ rightsDomain }) => (rightsDomain === undefined ? [] : [rightsDomain]),
    write: ([rightsDomain]) => (rightsDomain === undefined ? {} : { rightsDomain }),
  },
  department: {
    label: { zh: '责任部门', en: 'Responsible department' },
    explain: { zh: '由谁办理该领域的投诉。', en: 'Who answers for complaints of the domain.' },
    many: false,
    choices: entriesOf('department'),
    read: ({ department }) => (department === undefined ? [] : [department]),
    write: ([department]) => (department === undefined ? {} : { department }),
  },
  satisfied: {
    label: { zh: '是否满意', en: 'Satisfied or not' },
    explain: { zh: '满意率的分子；未标明的不计入答复。', en: 'The numerator of the satisfaction rate; unmarked is no answer.' },
    many: false,
    choices: yesNo({ zh: '满意', en: 'satisfied' }, { zh: '不满意', en: 'not satisfied' }),
    read: ({ satisfied }) => read(satisfied),
    write: ([value]) => (value === undefined ? {} : { satisfied: value === 'YES' }),
  },
  major: {
    label: { zh: '是否重大', en: 'Major or not' },
    explain: { zh: '计入重大投诉。', en: 'Counts as a major complaint.' },
    many: false,
    choices: yesNo({ zh: '重大', en: 'major' }, { zh: '一般', en: 'not major' }),
    read: ({ major }) => read(major),
    write: ([value]) => (value === undefined ? {} : { major: value === 'YES' }),
  },
  outcome: {
    label: { zh: '核查结论', en: 'Finding' },
    explain: { zh: '属实率的口径；未标明的不计入已判定。', en: 'What the upheld rate counts it as; unmarked is undecided.' },
    many: false,
    choices: () => [
      { value: 'UPHELD', label: { zh: '属实', en: 'upheld' } },
      { value: 'PARTLY', label: { zh: '部分属实', en: 'partly upheld' } },
      { value: 'NOT_UPHELD', label: { zh: '不属实', en: 'not upheld' } },
    ],
    read: ({ outcome }) => (outcome === undefined ? [] : [outcome]),
    write: ([outcome]) => (outcome === undefined ? {} : { outcome }),
  },
  bases: {
    label: { zh: '比率所用基数', en: 'Bases of rates' },
    explain: { zh: '该类机构按哪些业务量计算比率。', en: 'What the rates of the group are divided by.' },
    many: true,
    choices: () => Object.entries(bases).map(([value, label]) => ({ value, label })),
    read: ({ bases: held }) => held ?? [],
    write: (held) => (held.length === 0 ? {} : { bases: [...held] }),
  },
} as const satisfies Record<string, EntryAttribute>
export type AttributeName = keyof typeof entryAttributes

type DictionaryKindInfo = { label: FullLabel; explain: FullLabel; attributes: readonly AttributeName[] }
const of = (label: FullLabel, explain: FullLabel, ...attributes: AttributeName[]): DictionaryKindInfo => ({ label, explain, attributes })

/** THE REGISTRY of dictionaries that an office keeps, in the order of their page. */
export const dictionaryKinds = {
  category: of(
    { zh: '业务类别', en: 'Business categories' },
    { zh: '投诉所涉的业务。', en: 'The business that a complaint is about.' },
    'rightsDomain',
  ),
  cause: of({ zh: '投诉原因', en: 'Causes' }, { zh: '投诉因何而起。', en: 'What a complaint arises from.' }),
  lodgingChannel: of({ zh: '投诉渠道', en: 'Lodging channels' }, { zh: '投诉从何处来。', en: 'How a complaint came in.' }),
  serviceChannel: of(
    { zh: '业务办理渠道', en: 'Service channels' },
    { zh: '业务在何处办理。', en: 'Where the business complained of was done.' },
  ),
  satisfaction: of(
    { zh: '满意度', en: 'Satisfaction' },
    { zh: '投诉人对处理的评价。', en: 'What complainants say of the handling.' },
    'satisfied',
  ),
  upheld: of({ zh: '是否属实', en: 'Outcome' }, { zh: '核查的结论。', en: 'What was found.' }, 'outcome'),
  severity: of({ zh: '投诉等级', en: 'Severity' }, { zh: '一般或重大。', en: 'General or major.' }, 'major'),
  rightsDomain: of(
    { zh: '维权领域', en: 'Rights domains' },
    { zh: '领域及其二级领域，各有责任部门。', en: 'Domains and the second level below them, each with its department.' },
    'department',
  ),
  department: of(
    { zh: '责任部门', en: 'Departments' },
    { zh: '本机关负责维权领域的部门。', en: 'Departments of this office that answer for domains.' },
  ),
  rightInfringed: of(
    { zh: '所涉权益', en: 'Rights infringed' },
    { zh: '金融消费者的八项权益。', en: 'The eight rights of financial consumers.' },
  ),
  meansOfHandling: of({ zh: '处理方式', en: 'Means of handling' }, { zh: '本机关如何处理。', en: 'How this office handled it.' }),
  complainantType: of({ zh: '投诉人类型', en: 'Complainant types' }, { zh: '个人或单位。', en: 'Individuals or organisations.' }),
  firstReceiver: of({ zh: '首问单位', en: 'First receivers' }, { zh: '谁最先接到投诉。', en: 'Who received the complaint first.' }),
  mediation: of({ zh: '调解', en: 'Mediation' }, { zh: '调解的情况。', en: 'What came of a mediation.' }),
  workOrderSource: of({ zh: '工单来源', en: 'Work order sources' }, { zh: '工单由何处转来。', en: 'Where a work order came from.' }),
  workOrderStatus: of(
    { zh: '工单状态', en: 'Work order states' },
    { zh: '工单在来源系统里的状态。', en: 'The state of a work order where it came from.' },
  ),
  peerGroup: of(
    { zh: '机构类别', en: 'Peer groups' },
    { zh: '排名在同类机构内进行。', en: 'Institutions are ranked among their like.' },
    'bases',
  ),
} as const satisfies Record<string, DictionaryKindInfo>
export type KeptDictionary = keyof typeof dictionaryKinds

export function isKept(kind: string): kind is KeptDictionary {
  return Object.hasOwn(dictionaryKinds, kind)
}

/** The attributes of a dictionary's entries. */
export function attributesOf(kind: KeptDictionary): [AttributeName, EntryAttribute][] {
  return dictionaryKinds[kind].attributes.map((name) => [name, entryAttributes[name]])
}
