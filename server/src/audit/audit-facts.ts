import { permissions, roles } from '../access/permissions.ts'
import { settingRegistry } from '../ledger/settings.ts'
import type { FullLabel } from '../platform/label.ts'
import { actLabel } from './audit-kinds.ts'

export type AuditFact = { label: FullLabel; value: FullLabel }

const yes = { zh: '是', en: 'yes' }
const no = { zh: '否', en: 'no' }
const none = { zh: '无', en: 'none' }

/** What the parts of a line's detail are called, in the order in which they are told. What is not named here is not told. */
const parts: Readonly<Record<string, FullLabel>> = {
  name: { zh: '用户', en: 'user' },
  role: { zh: '角色', en: 'role' },
  roles: { zh: '角色', en: 'roles' },
  permission: { zh: '权限', en: 'permission' },
  region: { zh: '辖区', en: 'region' },
  institution: { zh: '机构', en: 'institution' },
  base: { zh: '基数', en: 'base' },
  asOf: { zh: '截至', en: 'as of' },
  startsOn: { zh: '自', en: 'from' },
  before: { zh: '原为', en: 'before' },
  endsOn: { zh: '至', en: 'until' },
  sessions: { zh: '会话数', en: 'sessions' },
  file: { zh: '文件', en: 'file' },
  batch: { zh: '批次', en: 'batch' },
  rows: { zh: '行数', en: 'rows' },
  new: { zh: '新增', en: 'new' },
  changed: { zh: '变更', en: 'changed' },
  identical: { zh: '相同', en: 'identical' },
  rejected: { zh: '拒收', en: 'rejected' },
  refused: { zh: '整份拒收', en: 'file refused' },
  number: { zh: '编号', en: 'number' },
  act: { zh: '办理', en: 'act' },
  on: { zh: '日期', en: 'day' },
  fields: { zh: '列', en: 'columns' },
  pairs: { zh: '对数', en: 'pairs' },
  complaints: { zh: '投诉数', en: 'complaints' },
  undoes: { zh: '撤回的修订', en: 'takes back revision' },
  setting: { zh: '设置', en: 'setting' },
  dictionary: { zh: '字典', en: 'dictionary' },
  entry: { zh: '词条', en: 'entry' },
  entries: { zh: '词条', en: 'entries' },
  words: { zh: '用词', en: 'words' },
  value: { zh: '值', en: 'value' },
  inherit: { zh: '沿用上级', en: 'inherits' },
  validFrom: { zh: '生效', en: 'valid from' },
  month: { zh: '月份', en: 'month' },
  months: { zh: '月份', en: 'months' },
  years: { zh: '年份', en: 'years' },
  days: { zh: '天数', en: 'days' },
  form: { zh: '报表', en: 'form' },
  metrics: { zh: '指标', en: 'metrics' },
  period: { zh: '期间', en: 'period' },
  format: { zh: '格式', en: 'format' },
  withCorrections: { zh: '连同更正', en: 'with corrections' },
  withKeys: { zh: '含密钥', en: 'with keys' },
  failed: { zh: '不符项', en: 'failed checks' },
  rollups: { zh: '汇总表', en: 'rollups' },
  revision: { zh: '修订', en: 'revision' },
  reason: { zh: '理由', en: 'reason' },
}

const longest = 120

/** A line's detail as a person reads it, in both languages. */
export function auditFacts(detail: unknown): AuditFact[] {
  if (typeof detail !== 'object' || detail === null) return []
  const held = detail as Record<string, unknown>
  return Object.entries(parts).flatMap(([key, label]) => {
    const value = Object.hasOwn(held, key) ? shown(key, held[key]) : null
    return value === null ? [] : [{ label, value }]
  })
}

function shown(key: string, value: unknown): FullLabel | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? yes : no
  if (Array.isArray(value)) {
    if (value.length === 0) return none
    const few = value.every((one) => typeof one === 'string' || typeof one === 'number') && value.length <= 6
    return few ? joined(value.map((one) => shown(key, one) ?? none)) : plain(String(value.length))
  }
  if (typeof value === 'object') return null
  return named(key, String(value)) ?? plain(String(value))
}

/** What a registry has a word for. */
function named(key: string, value: string): FullLabel | null {
  if ((key === 'role' || key === 'roles') && Object.hasOwn(roles, value)) return roles[value as keyof typeof roles]
  if (key === 'permission' && Object.hasOwn(permissions, value)) return permissions[value as keyof typeof permissions].label
  if (key === 'setting' && Object.hasOwn(settingRegistry, value)) return settingRegistry[value as keyof typeof settingRegistry].label
  return key === 'act' ? actLabel(value) : null
}

function joined(labels: readonly FullLabel[]): FullLabel {
  return { zh: labels.map((one) => one.zh).join('、'), en: labels.map((one) => one.en).join(', ') }
}

function plain(text: string): FullLabel {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return { zh: short, en: short }
}
