import { acts } from '../handling/handling.rules.ts'
import { stepKinds } from '../ledger/steps.ts'
import type { FullLabel } from '../platform/label.ts'
import { stepLabel } from '../handling/handling.rules.ts'

/** What a line is about; the page offers kinds group by group. */
export const auditGroups = {
  access: { zh: '登录与权限', en: 'Access' },
  ledger: { zh: '台账', en: 'Ledger' },
  handling: { zh: '办理', en: 'Handling' },
  figures: { zh: '统计与监督', en: 'Figures and supervision' },
  rules: { zh: '机构、字典与设置', en: 'Institutions, dictionaries, settings' },
  system: { zh: '系统', en: 'System' },
} as const satisfies Record<string, FullLabel>
export type AuditGroup = keyof typeof auditGroups

const kind = (group: AuditGroup, zh: string, en: string) => ({ group, label: { zh, en } })
export type AuditKind = ReturnType<typeof kind>

/** THE REGISTRY of what an audit line may tell: a kind that is missing here is shown as it is written. */
export const auditKinds: Readonly<Record<string, AuditKind>> = {
  SIGN_IN: kind('access', '登录', 'Signed in'),
  SIGN_OUT: kind('access', '退出登录', 'Signed out'),
  SIGN_IN_REFUSED: kind('access', '登录被拒', 'Sign-in refused'),
  REFUSAL: kind('access', '越权被拒', 'Refused for want of a permission'),
  UNMASK: kind('access', '调阅原文', 'Read an original'),
  INVITE: kind('access', '生成邀请链接', 'Made an invitation'),
  WITHDRAW_INVITATION: kind('access', '撤回邀请链接', 'Withdrew a link'),
  ACCEPT_INVITATION: kind('access', '接受邀请', 'Accepted an invitation'),
  ADD_USER: kind('access', '新建用户', 'Added a user'),
  ADD_GRANT: kind('access', '授予角色', 'Gave a role'),
  END_GRANT: kind('access', '更改授权截止日', 'Set the end of a grant'),
  DISABLE_USER: kind('access', '停用用户', 'Disabled a user'),
  ENABLE_USER: kind('access', '恢复用户', 'Enabled a user'),
  END_SESSIONS: kind('access', '结束会话', 'Ended sessions'),
  RESET_PASSWORD: kind('access', '生成重设密码链接', 'Made a password link'),
  SET_PASSWORD: kind('access', '设置密码', 'Set a password'),
  MAKE_TOKEN: kind('access', '生成程序令牌', 'Made a bearer token'),
  IMPORT: kind('ledger', '导入', 'Imported a file'),
  IMPORT_TRY: kind('ledger', '试导入', 'Tried an import'),
  VOID: kind('ledger', '作废批次', 'Voided a batch'),
  RESTORE: kind('ledger', '恢复批次', 'Restored a batch'),
  REGISTER: kind('ledger', '登记投诉', 'Registered a complaint'),
  UNREGISTER: kind('ledger', '撤回登记', 'Took a registration back'),
  REREGISTER: kind('ledger', '恢复登记', 'Restored a registration'),
  CORRECT: kind('ledger', '更正投诉', 'Corrected a complaint'),
  MERGE: kind('ledger', '合并重复投诉', 'Merged repeats'),
  SPLIT: kind('ledger', '拆分重复投诉', 'Split repeats'),
  DISMISS_REPEATS: kind('ledger', '排除重复投诉', 'Dismissed repeats'),
  TAKE_BACK_DISMISSAL: kind('ledger', '撤回排除', 'Took a dismissal back'),
  UNDO_REPEATS: kind('ledger', '撤回重复投诉的处理', 'Took acts on repeats back'),
  CLASSIFY_WORDS: kind('ledger', '归类用词', 'Classified words'),
  REDACT: kind('ledger', '删改个人信息', 'Redacted personal data'),
  MAPPING_ADD: kind('ledger', '保存列对照', 'Kept a mapping'),
  MAPPING_CHANGE: kind('ledger', '更改列对照', 'Changed a mapping'),
  MAPPING_DELETE: kind('ledger', '删除列对照', 'Deleted a mapping'),
  MAPPING_RESTORE: kind('ledger', '恢复列对照', 'Restored a mapping'),
  MAPPING_USE: kind('ledger', '使用列对照', 'Used a mapping'),
  ...Object.fromEntries(stepKinds.map((step) => [step, { group: 'handling' as const, label: stepLabel(step) }])),
  UNDO: kind('handling', '撤回办理', 'Took an act back'),
  CLOSE_MONTH: kind('figures', '结账', 'Closed a month'),
  CLOSE_MONTHS: kind('figures', '结账', 'Closed months'),
  REOPEN_MONTH: kind('figures', '取消结账', 'Reopened a month'),
  SERIES_BREAK: kind('figures', '登记口径调整', 'Registered a series break'),
  STEP: kind('handling', '办理', 'Handled a complaint'),
  BREAK: kind('figures', '登记口径调整', 'Registered a series break'),
  END_SERIES_BREAK: kind('figures', '撤销口径调整', 'Took a series break back'),
  ANNOTATE: kind('figures', '写下期间备注', 'Annotated a period'),
  TAKE_BACK_ANNOTATION: kind('figures', '撤回期间备注', 'Took an annotation back'),
  RESTORE_ANNOTATION: kind('figures', '恢复期间备注', 'Restored an annotation'),
  SUPERVISION: kind('figures', '重点监督决定', 'Decided on key supervision'),
  UNDO_SUPERVISION: kind('figures', '撤回重点监督决定', 'Took a decision on key supervision back'),
  SAVE_VIEW: kind('figures', '保存视图', 'Saved a view'),
  RENAME_VIEW: kind('figures', '更名视图', 'Renamed a view'),
  SHARE_VIEW: kind('figures', '共享视图', 'Shared a view'),
  DELETE_VIEW: kind('figures', '删除视图', 'Deleted a view'),
  EXPORT: kind('figures', '导出', 'Exported'),
  SET: kind('rules', '更改设置', 'Changed a setting'),
  SETTINGS: kind('rules', '更改设置', 'Changed settings'),
  SET_CALENDAR: kind('rules', '更改工作日历', 'Changed the working-day calendar'),
  UNDO_CALENDAR: kind('rules', '撤回工作日历变更', 'Took a change of the calendar back'),
  CHANGE_INSTITUTION: kind('rules', '变更机构', 'Changed an institution'),
  UNDO_INSTITUTION: kind('rules', '撤回机构变更', 'Took a change of an institution back'),
  RESTORE_INSTITUTION: kind('rules', '恢复机构变更', 'Restored a change of an institution'),
  SET_EXPOSURE: kind('rules', '填报业务量', 'Entered an exposure'),
  UNDO_EXPOSURE: kind('rules', '撤回业务量', 'Took an exposure back'),
  RESTORE_EXPOSURE: kind('rules', '恢复业务量', 'Restored an exposure'),
  CHANGE_DICTIONARY: kind('rules', '变更字典', 'Changed a dictionary'),
  UNDO_DICTIONARY: kind('rules', '撤回字典变更', 'Took a change of a dictionary back'),
  STANDARD_ENTRIES: kind('rules', '补充标准词条', 'Added standard entries'),
  INSTALL: kind('system', '建立台账', 'Installed the ledger'),
  SET_UP: kind('system', '建立台账', 'Set the ledger up'),
  START_REAL: kind('system', '开始正式使用', 'Began formal use'),
  VERIFY: kind('system', '核对', 'Verified'),
  REBUILD: kind('system', '重建汇总', 'Rebuilt rollups'),
  BACKUP: kind('system', '备份', 'Backed up'),
  RESTORE_BACKUP: kind('system', '恢复备份', 'Restored a backup'),
}

/** A kind in words; one that the registry does not know, as it is written. */
export function kindLabel(key: string): FullLabel {
  return auditKinds[key]?.label ?? { zh: `其他操作（${key}）`, en: `Other (${key})` }
}

/** Acts on a complaint by the name that a line's detail gives them. */
export function actLabel(key: string): FullLabel | null {
  return Object.hasOwn(acts, key) ? acts[key as keyof typeof acts].label : null
}
