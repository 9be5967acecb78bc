import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { PAGES } from './pages.ts'
import { useMay } from './session.tsx'

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const may = useMay()
  const rows: [string[], string][] = [
    ...PAGES.filter((page) => may(page.permission)).map((page): [string[], string] => [
      ['g', page.key],
      `${t.keys.go} ${t.pages[page.name]}`,
    ]),
    ...(may('complaint:register') ? [[['n'], t.keys.register] as [string[], string]] : []),
    [['/'], t.keys.search],
    [['Ctrl', 'K'], t.keys.search],
    [['t'], t.keys.table],
    [['←', '→'], t.keys.arrows],
    [['Enter'], t.keys.open],
    [['Esc'], t.keys.close],
    [['?'], t.keys.list],
  ]
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      <table className="rows">
        <tbody>
          {rows.map(([keys, words]) => (
            <tr key={keys.join(' ') + words}>
              <td>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </td>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}
