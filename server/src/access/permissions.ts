import type { FullLabel } from '../platform/label.ts'

export const roles = {
  clerk: { zh: '经办', en: 'Clerk' },
  supervisor: { zh: '主管', en: 'Supervisor' },
  liaison: { zh: '联络员', en: 'Liaison' },
  board: { zh: '董事会', en: 'Board' },
  auditor: { zh: '审计', en: 'Auditor' },
  unmask: { zh: '原文调阅', en: 'Original reader' },
  admin: { zh: '系统管理员', en: 'Administrator' },
} as const satisfies Record<string, FullLabel>

export type Role = keyof typeof roles

const regulators: Role[] = ['clerk', 'supervisor', 'auditor']
const everyone: Role[] = ['clerk', 'supervisor', 'liaison', 'board', 'auditor', 'unmask', 'admin']

/** THE REGISTRY: what may be done, and by whom. A permission is one line here and the `@Authorized` that uses it. */
export const permissions = {
  'catalog:read': { label: { zh: '查看指标词典', en: 'Read the dictionary of metrics' }, roles: everyone },
  'ledger:read': { label: { zh: '查看台账状态', en: 'Read the state of the ledger' }, roles: everyone },
  'analytics:read': { label: { zh: '查看统计', en: 'Read figures' }, roles: everyone },
  'annotation:read': {
    label: { zh: '查看标注', en: 'Read remarks on a period' },
    roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'],
  },
  'annotation:write': { label: { zh: '标注期间', en: 'Remark on a period' }, roles: ['clerk', 'supervisor'] },
  'complaint:read': { label: { zh: '查看投诉清单', en: 'List complaints' }, roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'] },
  'complaintText:read': {
    label: { zh: '查看投诉内容（脱敏）', en: 'Read complaint texts (masked)' },
    roles: ['clerk', 'supervisor', 'liaison', 'auditor'],
  },
  'original:read': { label: { zh: '调阅投诉内容原文', en: 'Read the original of a complaint text' }, roles: ['unmask'] },
  'complaint:register': { label: { zh: '登记投诉', en: 'Register a complaint' }, roles: ['clerk', 'supervisor'] },
  'complaint:handle': { label: { zh: '办理投诉', en: 'Handle a complaint' }, roles: ['clerk', 'supervisor'] },
  'complaint:correct': { label: { zh: '更正投诉', en: 'Correct a complaint' }, roles: ['clerk', 'supervisor'] },
  'matter:merge': { label: { zh: '合并重复投诉', en: 'Merge repeat complaints' }, roles: ['clerk', 'supervisor'] },
  'institution:read': { label: { zh: '查看机构', en: 'Read institutions' }, roles: everyone },
  'institution:write': { label: { zh: '维护机构', en: 'Maintain institutions' }, roles: ['clerk', 'supervisor', 'admin'] },
  'exposure:read': { label: { zh: '查看业务量', en: 'Read exposures' }, roles: [...regulators, 'admin'] },
  'exposure:write': { label: { zh: '维护业务量', en: 'Maintain exposures' }, roles: ['clerk', 'supervisor', 'admin'] },
  'return:read': { label: { zh: '查看报送', en: 'Read returns' }, roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'] },
  'assessment:read': {
    label: { zh: '查看考评结果', en: 'Read assessment results' },
    roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'],
  },
  'supervision:read': { label: { zh: '查看重点监督', en: 'Read key supervision' }, roles: regulators },
  'supervision:decide': { label: { zh: '决定重点监督名单', en: 'Decide on key supervision' }, roles: ['supervisor'] },
  'supervisionStanding:read': {
    label: { zh: '查看机构是否在重点监督名单', en: 'See whether an institution is on the list' },
    roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'],
  },
  'import:read': { label: { zh: '查看导入批次', en: 'Read import batches' }, roles: regulators },
  'import:prepare': { label: { zh: '试导入', en: 'Try an import' }, roles: ['clerk', 'supervisor'] },
  'import:commit': { label: { zh: '提交导入', en: 'Commit an import' }, roles: ['clerk', 'supervisor'] },
  'mapping:write': { label: { zh: '维护列对照', en: 'Maintain kept mappings' }, roles: ['clerk', 'supervisor'] },
  'import:void': { label: { zh: '作废与恢复批次', en: 'Void and restore batches' }, roles: ['clerk', 'supervisor'] },
  'word:classify': { label: { zh: '归类用词', en: 'Classify words' }, roles: ['clerk', 'supervisor'] },
  'dictionary:read': { label: { zh: '查看字典', en: 'Read dictionaries' }, roles: [...regulators, 'admin'] },
  'dictionary:write': { label: { zh: '维护字典', en: 'Maintain dictionaries' }, roles: ['supervisor', 'admin'] },
  'month:close': { label: { zh: '结账', en: 'Close a month' }, roles: ['supervisor'] },
  'seriesBreak:write': { label: { zh: '登记口径调整', en: 'Register a series break' }, roles: ['supervisor', 'admin'] },
  'export:create': {
    label: { zh: '导出本人可看的清单', en: 'Export the lists that one may read' },
    roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor', 'admin'],
  },
  'figure:export': { label: { zh: '导出统计数字', en: 'Export figures' }, roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'] },
  'file:upload': { label: { zh: '上传文件', en: 'Upload a file' }, roles: ['clerk', 'supervisor', 'admin'] },
  'job:read': { label: { zh: '查看任务进度', en: 'Read the progress of a job' }, roles: everyone },
  'settings:read': { label: { zh: '查看设置', en: 'Read settings' }, roles: [...regulators, 'admin'] },
  'settings:write': { label: { zh: '维护设置', en: 'Maintain settings' }, roles: ['supervisor', 'admin'] },
  'user:read': { label: { zh: '查看用户', en: 'Read users' }, roles: ['admin', 'auditor'] },
  'user:write': { label: { zh: '维护用户', en: 'Maintain users' }, roles: ['admin'] },
  'audit:read': { label: { zh: '查看审计记录', en: 'Read the audit log' }, roles: ['auditor', 'admin', 'supervisor'] },
  'installation:start': { label: { zh: '开始正式使用', en: 'Begin formal use' }, roles: ['admin', 'supervisor'] },
  'view:keep': { label: { zh: '保存视图', en: 'Save views' }, roles: ['clerk', 'supervisor', 'liaison', 'board', 'auditor'] },
  'session:keep': { label: { zh: '使用本人的会话', en: 'Use one’s own session' }, roles: everyone },
} as const satisfies Record<string, { label: FullLabel; roles: readonly Role[] }>

export type Permission = keyof typeof permissions

/** Everything that somebody with these roles may do. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  const names = Object.keys(permissions) as Permission[]
  return new Set(names.filter((name) => permissions[name].roles.some((role: Role) => held.includes(role))))
}
