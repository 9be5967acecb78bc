import { enAdmin } from '../text/en-admin.ts'
import { useWords } from '../text/text.tsx'
import { zhAdmin, type AdminText } from '../text/zh-admin.ts'

/** The words of these pages in the reader's language. */
export function useAdminWords(): AdminText {
  return useWords().language === 'en' ? enAdmin : zhAdmin
}
