/** Words of saved views. */
export const zhViews = {
  title: '视图',
  none: '本页还没有保存的视图。',
  name: '把当前筛选存为视图，名称',
  share: (role: string) => `同辖区的${role}也能看到`,
  save: '保存',
  saved: (name: string) => `已保存“${name}”`,
  sharedWith: (role: string) => `与${role}共享`,
  sharedBy: (name: string) => `${name} 共享`,
  copy: (name: string) => `复制“${name}”的链接`,
  rename: (name: string) => `重命名“${name}”`,
  keep: '改名',
  shareOne: (name: string, role: string) => `与${role}共享“${name}”`,
  remove: (name: string) => `删除“${name}”`,
  deleted: (name: string) => `已删除“${name}”。`,
}
