import { surnameLength } from './surnames.ts'

/** '欧阳闻筝' becomes '欧阳＊', '王五' '王＊', 'John Smith' 'J＊'. */
export function maskName(name: string): string {
  return name.slice(0, surnameLength(name)) + '＊'
}

/** Whether a word of a person's column is a name that can be looked for in the row's other cells. */
export function isPersonName(text: string): boolean {
  if (text.length < 2 || text.length > 60 || /^[\d０-９]/.test(text)) return false
  if (/匿名|不详|未知|保密|无名|本人|先生|女士|投诉人|群众|客户/.test(text)) return false
  return /^\p{Script=Han}{2,6}$|^\p{Script=Han}+[·•・]\p{Script=Han}+$|^[A-Za-z]{2,}(?:[ .'-]+[A-Za-z]+)+$/u.test(text)
}
