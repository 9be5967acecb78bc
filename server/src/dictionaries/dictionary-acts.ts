/** Acts on dictionaries and on the meaning of words, as change lines name them. */
export const dictionaryActs = ['CHANGE_DICTIONARY', 'STANDARD_ENTRIES', 'UNDO_DICTIONARY', 'CLASSIFY_WORDS'] as const
export type DictionaryActKind = (typeof dictionaryActs)[number]
