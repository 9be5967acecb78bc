import { stringifyDocument } from '@urql/core'
import type { DocumentNode } from 'graphql'
import { useState } from 'react'
import type { MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'

type QueryDialogProps = { document: DocumentNode; variables: object; query: MetricQuery | null; onClose: () => void }

/** What the page asks, to the letter, for whoever wants the same figures in a program of their own. */
export function QueryDialog({ document, variables, query, onClose }: QueryDialogProps) {
  const { t } = useWords()
  return (
    <Dialog title={t.exports.queryTitle} onClose={onClose} wide>
      <p className="caption">{t.exports.queryText}</p>
      <Block name={t.exports.document} text={stringifyDocument(document)} />
      <Block name={t.exports.variables} text={JSON.stringify(variables, null, 2)} />
      {query && <Block name={t.exports.command} text={JSON.stringify({ query }, null, 2)} />}
    </Dialog>
  )
}

function Block({ name, text }: { name: string; text: string }) {
  const { t } = useWords()
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    setState(copied ? 'copied' : 'failed')
  }
  return (
    <section className="query-block">
      <header className="card-head">
        <h3>{name}</h3>
        <button type="button" className="link-button" onClick={() => void copy()}>
          <span aria-live="polite">{state === 'idle' ? t.exports.copy : state === 'copied' ? t.exports.copied : t.exports.copyFailed}</span>
        </button>
      </header>
      <pre className="query-text" tabIndex={0} aria-label={name}>
        {text}
      </pre>
    </section>
  )
}
