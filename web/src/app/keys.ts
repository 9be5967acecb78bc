import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { keptSearch } from './kept.ts'
import { PAGES } from './pages.ts'
import { useMay } from './session.tsx'

const SECOND = 1000

/** `g` and a letter go to a page, `/` and Ctrl K search, `?` lists the keys. Typing in a field is left alone. */
export function useKeys({ onSearch, onList }: { onSearch: () => void; onList: () => void }): void {
  const navigate = useNavigate()
  const may = useMay()
  const goneAt = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return onSearch()
      }
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog') !== null
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') {
        event.preventDefault()
        onSearch()
      } else if (event.key === '?') onList()
      else if (event.key === 'g') goneAt.current = event.timeStamp
      else if (event.timeStamp - goneAt.current < SECOND) {
        const page = PAGES.find((each) => each.key === event.key && may(each.permission))
        goneAt.current = 0
        if (page) void navigate({ to: page.path, search: keptSearch })
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [may, navigate, onList, onSearch])
}
