import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import type { ImportFieldsQuery, ImportKind } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

const ImportFieldsDocument = graphql(`
  query ImportFields($kind: ImportKind!) {
    importFields(kind: $kind) {
      key
      label {
        zh
        en
      }
      meaning {
        zh
        en
      }
      required
      personal
      aside
    }
  }
`)

export type ImportField = NonNullable<ImportFieldsQuery['importFields']>[number]

export function useImportFields(kind: ImportKind): ImportField[] {
  const [{ data }] = useQuery({ query: ImportFieldsDocument, variables: { kind } })
  return data?.importFields ?? []
}

/** Words for a field's key; the key stands for itself until they are in. */
export function useFieldNames(kind: ImportKind): (key: string) => string {
  const { say } = useWords()
  const fields = useImportFields(kind)
  return (key) => say(fields.find((field) => field.key === key)?.label) || key
}
