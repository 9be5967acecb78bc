import { useState } from 'react'
import { useMutation } from 'urql'
import { Dialog } from '../../ui/Dialog.tsx'
import { FormDialog } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { InviteUserDocument } from './documents.ts'
import { GrantFields, useGrantEntry } from './GrantFields.tsx'
import { OneTimeLink, type Link } from './OneTimeLink.tsx'

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const a = useAdminWords()
  const grant = useGrantEntry()
  const [link, setLink] = useState<Link | null>(null)
  const [, invite] = useMutation(InviteUserDocument)
  if (link)
    return (
      <Dialog title={a.users.linkTitle} onClose={onClose} wide>
        <OneTimeLink link={link} />
        <div className="dialog-foot">
          <button type="button" className="button button-filled" onClick={onClose}>
            {a.close}
          </button>
        </div>
      </Dialog>
    )
  return (
    <FormDialog
      wide
      title={a.users.invite}
      button={a.users.makeLink}
      problem={() => (grant.ofInstitution && !grant.entry.institution ? a.users.placeMissing : null)}
      act={async () => {
        const { data, error } = await invite(grant.asked)
        if (data?.inviteUser) setLink(data.inviteUser)
        return error
      }}
      onClose={onClose}
    >
      <p className="second">{a.users.inviteLine}</p>
      <GrantFields grant={grant} />
    </FormDialog>
  )
}
