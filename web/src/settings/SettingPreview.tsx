import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { PreviewSettingDocument } from './settings.ts'

type Asked = { name: string; value: string; validFrom: string | null; inherit: boolean; jurisdiction: string | undefined }

/** How many complaints a change would derive otherwise; asked once typing rests. What cannot be is said when it is sent. */
export function SettingPreview({ asked, moved }: { asked: Asked; moved: boolean }) {
  const { t } = useWords()
  const text = JSON.stringify(asked)
  const [rested, setRested] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 400)
    return () => clearTimeout(timer)
  }, [text])
  const ready = moved && rested === text
  const [{ data, error }] = useQuery({ query: PreviewSettingDocument, variables: asked, pause: !ready, requestPolicy: 'network-only' })
  const count = data?.previewSetting?.complaints
  if (!ready || error || count === undefined) return null
  return (
    <p className="notice" aria-live="polite">
      {count > 0 ? t.settings.preview(printed(count)) : t.settings.previewNone}
    </p>
  )
}
