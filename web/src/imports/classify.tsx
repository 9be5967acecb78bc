import { useQuery } from 'urql'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import type { WordMeaning } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

export const ClassifyWordsDocument = graphql(`
  mutation ClassifyWords($words: [WordMeaning!]!) {
    classifyWords(words: $words) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

const PreviewClassificationDocument = graphql(`
  query PreviewClassification($words: [WordMeaning!]!) {
    previewClassification(words: $words) {
      complaints
    }
  }
`)

/** How many complaints a classification would change. */
export function WordsPreview({ words }: { words: WordMeaning[] }) {
  const { t } = useWords()
  const [{ data, fetching }] = useQuery({ query: PreviewClassificationDocument, variables: { words }, requestPolicy: 'network-only' })
  const count = data?.previewClassification?.complaints
  if (fetching || count === undefined) return <p className="caption">{t.imports.previewing}</p>
  return (
    <p className="notice" aria-live="polite">
      {t.imports.wordsPreview(printed(count))}
    </p>
  )
}
