import type { zhViews } from './zh-views.ts'

export const enViews: typeof zhViews = {
  title: 'Views',
  none: 'No views of this page are saved yet.',
  name: 'Save what is shown as a view, named',
  share: (role) => `Others of this jurisdiction see it too: ${role}`,
  save: 'Save',
  saved: (name) => `Saved “${name}”`,
  sharedWith: (role) => `shared with: ${role}`,
  sharedBy: (name) => `shared by ${name}`,
  copy: (name) => `Copy the link of “${name}”`,
  rename: (name) => `Rename “${name}”`,
  keep: 'Rename',
  shareOne: (name, role) => `Share “${name}” with: ${role}`,
  remove: (name) => `Delete “${name}”`,
  deleted: (name) => `Deleted “${name}”.`,
}
