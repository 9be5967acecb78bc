import { graphql } from '../gql/index.ts'
import type { SavedViewsQuery } from '../gql/graphql.ts'

export const SavedViewsDocument = graphql(`
  query SavedViews($path: String) {
    savedViews(path: $path) {
      key
      name
      path
      search
      sharedRole
      own
      owner
    }
  }
`)

export const SaveViewDocument = graphql(`
  mutation SaveView($name: String!, $path: String!, $search: String!, $role: Role) {
    saveView(name: $name, path: $path, search: $search, role: $role)
  }
`)

export const RenameViewDocument = graphql(`
  mutation RenameView($key: ID!, $name: String!) {
    renameView(key: $key, name: $name)
  }
`)

export const ShareViewDocument = graphql(`
  mutation ShareView($key: ID!, $role: Role) {
    shareView(key: $key, role: $role)
  }
`)

export const DeleteViewDocument = graphql(`
  mutation DeleteView($key: ID!) {
    deleteView(key: $key)
  }
`)

export const RestoreViewDocument = graphql(`
  mutation RestoreView($key: ID!) {
    restoreView(key: $key)
  }
`)

export type View = NonNullable<SavedViewsQuery['savedViews']>[number]
