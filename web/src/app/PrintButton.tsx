import { Icon } from '../ui/Icon.tsx'

export function PrintButton({ words }: { words: string }) {
  return (
    <button type="button" className="button" onClick={() => window.print()}>
      <Icon name="print" />
      {words}
    </button>
  )
}
