import { readDate } from '../imports/dates.ts'
import { textCell } from '../imports/readers/cells.ts'
import { settingRegistry, type SettingForm, type SettingName, type Settings } from '../ledger/settings.ts'
import { InvalidError } from '../platform/errors.ts'
import type { FullLabel, Label } from '../platform/label.ts'

export type SettingValue = Settings[SettingName]

/** The name of a setting; anything else is refused with the names there are. */
export function settingNamed(name: string): SettingName {
  if (Object.hasOwn(settingRegistry, name)) return name as SettingName
  const known = Object.keys(settingRegistry)
  throw new InvalidError(
    { zh: `没有名为“${name}”的设置，可用：${known.join('、')}`, en: `There is no setting "${name}"; known: ${known.join(', ')}.` },
    [{ path: 'name', reason: 'UNKNOWN_SETTING', params: { known } }],
  )
}

/** A value of the setting's form from what a person, a file or a program wrote: a number may come as text, 是 for true. */
export function readSettingValue(name: SettingName, written: unknown): SettingValue {
  const { form, label } = settingRegistry[name]
  const value = valueOf(form, typeof written === 'string' ? written.trim() : written)
  if (value !== undefined) return value as SettingValue
  const wanted = expectation(form)
  throw new InvalidError(
    {
      zh: `“${label.zh}”应为${wanted.zh}，不能是“${shortened(written)}”。`,
      en: `${label.en} must be ${wanted.en}, not "${shortened(written)}".`,
    },
    [{ path: 'value', reason: 'NOT_A_VALUE', params: { setting: name, expected: wanted } }],
  )
}

/** From when a value holds: a day between 1990 and the end of 2100, or null for always. */
export function readValidFrom(written: string | null): string | null {
  if (written === null || written.trim() === '') return null
  const day = dayOf(written)
  if (day !== undefined && day >= '1990-01-01' && day <= '2100-12-31') return day
  throw new InvalidError(
    {
      zh: `生效日期“${shortened(written)}”不是 1990 年至 2100 年间的日期。`,
      en: `"${shortened(written)}" is no day between 1990 and 2100.`,
    },
    [{ path: 'validFrom', reason: 'IMPOSSIBLE_DATE' }],
  )
}

/** A value as a person reads it. */
export function shownValue(name: SettingName, value: unknown): Label {
  const { form } = settingRegistry[name]
  if (value === null || value === '') return form.kind === 'DAY' ? { zh: '从不', en: 'never' } : { zh: '（空）', en: '(empty)' }
  if (form.kind === 'BOOLEAN') return value === true ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  if (form.kind === 'CHOICE') return form.choices.find((one) => one.value === value)?.label ?? { zh: String(value), en: String(value) }
  return { zh: String(value), en: String(value) }
}

function valueOf(form: SettingForm, written: unknown): unknown {
  switch (form.kind) {
    case 'TEXT':
      return typeof written === 'string' && written.length <= form.longest && !/[\p{Cc}]/u.test(written) ? written : undefined
    case 'INTEGER': {
      const number =
        typeof written === 'string' && /^[+-]?\d{1,15}$/.test(written.normalize('NFKC')) ? Number(written.normalize('NFKC')) : written
      const fits = typeof number === 'number' && Number.isInteger(number) && number >= form.least && number <= form.most
      return fits ? number : undefined
    }
    case 'BOOLEAN': {
      if (typeof written === 'boolean') return written
      const word = String(written).toLowerCase()
      return ['true', 'yes', '是'].includes(word) ? true : ['false', 'no', '否'].includes(word) ? false : undefined
    }
    case 'CHOICE':
      return form.choices.find(({ value, label }) => [value, label.zh, label.en].includes(String(written)))?.value
    case 'DAY':
      return written === null || written === '' || written === '从不' || written === 'never'
        ? null
        : typeof written === 'string'
          ? dayOf(written)
          : undefined
  }
}

function dayOf(written: string): string | undefined {
  return readDate(textCell(written), { from1904: false, style: null })?.day
}

function expectation(form: SettingForm): FullLabel {
  switch (form.kind) {
    case 'TEXT':
      return { zh: `不超过 ${form.longest} 字的一行文字`, en: `one line of at most ${form.longest} characters` }
    case 'INTEGER':
      return { zh: `${form.least} 至 ${form.most} 的整数`, en: `a whole number from ${form.least} to ${form.most}` }
    case 'BOOLEAN':
      return { zh: '“是”或“否”', en: 'yes or no' }
    case 'CHOICE':
      return {
        zh: form.choices.map((one) => `“${one.label.zh}”`).join('或'),
        en: form.choices.map((one) => one.value).join(' or '),
      }
    case 'DAY':
      return { zh: '一个日期，或空（从不）', en: 'a day, or empty for never' }
  }
}

function shortened(written: unknown): string {
  const text = typeof written === 'string' ? written : (JSON.stringify(written) ?? '')
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
