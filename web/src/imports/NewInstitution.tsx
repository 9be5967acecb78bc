import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMembers } from '../filters/members.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { StartImportDocument } from './StartImport.tsx'
import { upload } from './upload.ts'

/** Makes a list of one institution and opens its dry run beside this one: it enters as every list does. */
export function NewInstitution({ name }: { name: string }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        {t.imports.newInstitution}
      </button>
      {open && <InstitutionDialog written={name} onClose={() => setOpen(false)} />}
    </>
  )
}

function InstitutionDialog({ written, onClose }: { written: string; onClose: () => void }) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const { members } = useMembers('PEER_GROUP', ledger?.revision ?? 0)
  const [name, setName] = useState(written)
  const [group, setGroup] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const aliases = name.trim() === written ? '' : written
    const list = `机构名称,机构类别,别名\r\n${[name.trim(), group, aliases].map(cell).join(',')}\r\n`
    const id = await upload(new File([list], `${name.trim()}.csv`, { type: 'text/csv' }), () => undefined, new AbortController().signal)
    const { data } = await start({ file: id, kind: 'INSTITUTIONS', map: null, recall: false })
    setMade(data?.startImport?.id ?? null)
  }
  return (
    <Dialog title={t.imports.newInstitution} onClose={onClose}>
      <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
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
        {made && (
          <p className="notice notice-better" role="status">
            {t.imports.listMade}{' '}
            <a href={`/imports/${made}`} target="_blank" rel="noreferrer">
              {t.imports.openList}
            </a>
          </p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {made ? t.imports.close : t.imports.cancel}
          </button>
          {!made && (
            <button type="submit" className="button button-filled" disabled={fetching || name.trim() === ''}>
              {t.imports.makeList}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
