import { enDictionaries } from '../../text/en-dictionaries.ts'
import { useWords } from '../../text/text.tsx'
import { zhDictionaries, type DictionariesText } from '../../text/zh-dictionaries.ts'

/** The words of this page in the reader's language. */
export function useDictionaryWords(): DictionariesText {
  return useWords().language === 'en' ? enDictionaries : zhDictionaries
}
