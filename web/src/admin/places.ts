import { enPlaces } from '../text/en-places.ts'
import { useWords } from '../text/text.tsx'
import { zhPlaces, type PlacesText } from '../text/zh-places.ts'

/** The words of institutions and exposures in the reader's language. */
export function usePlacesWords(): PlacesText {
  return useWords().language === 'en' ? enPlaces : zhPlaces
}
