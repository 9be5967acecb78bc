import { useNavigate } from '@tanstack/react-router'
import { useMutation } from 'urql'
import type { Draft, MapJson } from './draft.ts'
import { StartImportDocument } from './StartImport.tsx'

/** Reads a draft's file again, through another mapping or by none; nothing is written. Goes to the new draft. */
export function useRecheck(draft: Draft) {
  const navigate = useNavigate()
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const recheck = async (map: MapJson | null, recall = false, kind = draft.kind): Promise<void> => {
    const { data } = await start({ file: draft.id, kind, map, recall })
    const next = data?.startImport?.id
    if (next) await navigate({ to: '/imports/$draft', params: { draft: next } })
  }
  return { recheck, error, fetching }
}

export function mapOf(draft: Draft): MapJson {
  // What checkMap of the server let through.
  return (draft.map ?? {}) as MapJson
}
