import { useState, type FormEvent } from 'react'
import { useClient, useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useSession } from '../app/session.tsx'
import { useMembers } from '../filters/members.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { CommitImportDocument } from './CommitBar.tsx'
import { ImportDraftDocument, isRunning, type Draft } from './draft.ts'
import { mapWith, type FixActs } from './fixes.ts'
import { mapOf, useRecheck } from './recheck.ts'
import { StartImportDocument } from './StartImport.tsx'
import { upload } from './upload.ts'

type NewProps = { draft: Draft; acts: FixActs; name: string }

/** Enters a name that the institutions lack as one more, and checks the file again. */
export function NewInstitution(props: NewProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        {t.imports.newInstitution}
      </button>
      {open && <InstitutionDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function InstitutionDialog({ draft, acts, name: written, onClose }: NewProps & { onClose: () => void }) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const { members } = useMembers('PEER_GROUP', ledger?.revision ?? 0)
  const [name, setName] = useState(written)
  const [group, setGroup] = useState('')
  const [working, setWorking] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const { enter, error } = useListOfOne()
  const { recheck } = useRecheck(draft)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setWorking(true)
    setRefused(null)
    const entered = await enter(name.trim(), group, name.trim() === written ? '' : written)
    if (entered?.batch) await recheck(mapWith(mapOf(draft), acts.fixes))
    else setRefused(entered?.draft ?? null)
    setWorking(false)
  }
  return (
    <Dialog title={t.imports.newInstitution} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <p>{t.imports.newInstitutionText}</p>
        <label className="field">
          <span>{t.imports.institutionName}</span>
          <input className="input" value={name} required onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          <span>{t.imports.peerGroup}</span>
          <select className="input" value={group} onChange={(event) => setGroup(event.target.value)}>
            <option value="">{t.imports.noPeerGroup}</option>
            {members.map((member) => (
              <option key={member.key} value={member.label.zh}>
                {say(member.label)}
              </option>
            ))}
          </select>
        </label>
        {error && <FailedLine error={error} />}
        {refused && (
          <p className="notice notice-worse" role="alert">
            {t.imports.notEntered}{' '}
            <a href={`/imports/${refused}`} target="_blank" rel="noreferrer">
              {t.imports.openList}
            </a>
          </p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.imports.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={working || name.trim() === ''}>
            {t.imports.enterInstitution}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const BEAT = 300

/** A list of one institution: checked and entered as every list is, so that it can be taken back as every batch. */
function useListOfOne() {
  const client = useClient()
  const { heard } = useLedger()
  const { session } = useSession()
  const [{ error: unstarted }, start] = useMutation(StartImportDocument)
  const [{ error: uncommitted }, commit] = useMutation(CommitImportDocument)
  const enter = async (name: string, group: string, alias: string): Promise<{ draft: string; batch: string | null } | null> => {
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const list = `机构名称,机构类别,别名\r\n${[name, group, alias].map(cell).join(',')}\r\n`
    const file = await upload(new File([list], `${name}.csv`, { type: 'text/csv' }), () => undefined, new AbortController().signal)
    const { data } = await start({ file, kind: 'INSTITUTIONS', map: null, recall: false })
    const id = data?.startImport?.id
    if (!id) return null
    const checked = await whenChecked(id)
    if (checked?.new !== 1) return { draft: id, batch: null }
    const answer = await commit({ id, strict: true, try: session?.demo ?? false, replace: null, takeRows: [], remember: false })
    const revision = answer.data?.commitImport?.ledger.revision
    if (revision !== undefined) heard(revision)
    return { draft: id, batch: answer.data?.commitImport?.batch ?? null }
  }
  const whenChecked = async (id: string): Promise<Draft | null> => {
    for (;;) {
      const { data } = await client.query(ImportDraftDocument, { id }, { requestPolicy: 'network-only' })
      const found = data?.importDraft ?? null
      if (!found || !isRunning(found)) return found
      await new Promise((resolve) => setTimeout(resolve, BEAT))
    }
  }
  return { enter, error: unstarted ?? uncommitted }
}
