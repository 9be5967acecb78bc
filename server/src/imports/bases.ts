/** Words that mean a base of exposures: in a cell that names it, and as the heading of a column that holds it. */
export const BASES = {
  outlets: ['outlets', '营业网点', '网点', '网点数', '营业网点数'],
  personalCustomers: ['personalCustomers', '个人客户', '个人客户数', '客户数'],
  premium: ['premium', '保费', '保费收入', '原保险保费收入'],
  policies: ['policies', '保单', '保单数', '有效保单'],
} as const satisfies Record<string, readonly string[]>

/** Units in which large bases are counted, behind a heading in brackets. */
export const LARGE_UNITS = ['万户', '万人', '万个', '万元', '亿元', '万件', '万份', '万张'] as const
