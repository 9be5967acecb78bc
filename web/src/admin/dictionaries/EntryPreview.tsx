import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { failureOf } from '../../app/failure.ts'
import { printed } from '../../catalog/format.ts'
import type { DictionaryEntryInput } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { PreviewEntryDocument, type Dictionary, type Entry } from './documents.ts'
import { useDictionaryWords } from './words.ts'

type PreviewProps = { dictionary: Dictionary; entry: Entry | null; input: DictionaryEntryInput }

/** How many complaints the change would classify otherwise, or why it cannot be; asked once typing rests. */
export function EntryPreview({ dictionary, entry, input }: PreviewProps) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const asked = JSON.stringify(input)
  const [rested, setRested] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setRested(asked), 400)
    return () => clearTimeout(timer)
  }, [asked])
  const nothing = entry ? Object.keys(input).length === 0 : !input.zh
  const [{ data, error, fetching }] = useQuery({
    query: PreviewEntryDocument,
    variables: {
      dictionary: dictionary.key,
      entry: entry?.key ?? null,
      input: rested === '' ? {} : (JSON.parse(rested) as DictionaryEntryInput),
    },
    pause: nothing || rested !== asked,
    requestPolicy: 'network-only',
  })
  if (nothing) return null
  if (fetching || rested !== asked) return <p className="caption">{d.previewing}</p>
  if (error)
    return (
      <p className="field-problem" role="alert">
        {say(failureOf(error).sentence)}
      </p>
    )
  const count = data?.previewDictionaryEntry?.complaints
  if (count === undefined) return null
  return (
    <p className="notice" role="status">
      {count > 0 ? d.preview(printed(count)) : d.previewNone}
    </p>
  )
}
