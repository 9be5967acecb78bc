import type { FullLabel } from '../platform/label.ts'
import type { SettingDefinition, SettingForm } from './settings.ts'

/** How long one list of key supervision stands. */
export type SupervisionUnit = 'QUARTER' | 'HALF' | 'YEAR'
/** Which rate is judged: by the bases of the peer group, or by one of them where the group has it. */
export type SupervisionBase = 'ANY' | 'OUTLETS' | 'PERSONAL_CUSTOMERS'

const define = <T>(label: FullLabel, form: SettingForm, explain: FullLabel, value: T): SettingDefinition<T> => ({
  label,
  group: 'supervision',
  form,
  explain,
  byLevel: () => value,
})

/** What a jurisdiction sets about its list of key supervision; a list is judged by what holds on its first day. */
export const supervisionSettings = {
  supervisionUnit: define<SupervisionUnit>(
    { zh: '名单期', en: 'A list stands for' },
    {
      kind: 'CHOICE',
      choices: [
        { value: 'QUARTER', label: { zh: '季度', en: 'a quarter' } },
        { value: 'HALF', label: { zh: '半年', en: 'half a year' } },
        { value: 'YEAR', label: { zh: '年度', en: 'a year' } },
      ],
    },
    { zh: '重点监督名单多久一期；每期以上一期的数据为依据。', en: 'One list each; it rests on the figures of the period before.' },
    'QUARTER',
  ),
  supervisionGrades: define<string>(
    { zh: '考评等级界线', en: 'Grades that list an institution' },
    { kind: 'TEXT', longest: 100 },
    {
      zh: '考评达到或低于所列等级的拟列入；不同分级各写一个，以顿号分隔，同一分级以其中最高的为界。空为不用此条件。',
      en: 'Results at or below the grade named propose an entry; one for each scale, separated by “、”. Empty: the criterion is not used.',
    },
    '三级、三级A、C、不合格',
  ),
  supervisionGradeDays: define<number>(
    { zh: '考评结果的最长有效天数', en: 'Oldest assessment (days)' },
    { kind: 'INTEGER', least: 1, most: 3650 },
    {
      zh: '考评期末早于依据期末这么多天的结果不再作为依据。',
      en: 'A result whose period ended longer before the end of the period of the figures is no ground.',
    },
    400,
  ),
  supervisionRatePercent: define<number>(
    { zh: '投诉率界线（同类的百分之几）', en: 'Complaint rate (per cent of that of the group)' },
    { kind: 'INTEGER', least: 100, most: 1000 },
    {
      zh: '投诉率高于同类整体的这个百分比的拟列入；150 即 1.5 倍，等于界线的不列。',
      en: 'A rate above so many per cent of that of the whole group proposes an entry: 150 is 1.5 times; on the line is not above it.',
    },
    150,
  ),
  supervisionRateMinimum: define<number>(
    { zh: '投诉率条件的最少件数', en: 'Complaints needed to judge a rate' },
    { kind: 'INTEGER', least: 1, most: 100_000 },
    { zh: '投诉少于这么多件的，不按投诉率提出。', en: 'With fewer complaints no entry is proposed by rate.' },
    5,
  ),
  supervisionRateBase: define<SupervisionBase>(
    { zh: '投诉率按何基数', en: 'Base of the rate judged' },
    {
      kind: 'CHOICE',
      choices: [
        { value: 'ANY', label: { zh: '同类的任一基数', en: 'any base of the group' } },
        { value: 'OUTLETS', label: { zh: '营业网点', en: 'outlets' } },
        { value: 'PERSONAL_CUSTOMERS', label: { zh: '个人客户', en: 'personal customers' } },
      ],
    },
    {
      zh: '机构类别没有所选基数的，按该类别自己的基数。',
      en: 'A peer group without the base chosen is judged by the bases of its own.',
    },
    'PERSONAL_CUSTOMERS',
  ),
} as const
