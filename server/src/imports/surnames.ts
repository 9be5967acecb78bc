/** Family names of two characters. */
const COMPOUND = new Set(
  '欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 东方 端木 南宫 西门 独孤 长孙 宇文 轩辕 百里 呼延 东郭 南门 申屠 钟离 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 公羊 闻人 鲜于 闾丘 仲孙 亓官 司寇 拓跋 夹谷 谷梁 乐正 漆雕 壤驷 公良 段干 微生 羊舌 梁丘 左丘 东门 第五 纳兰 完颜 耶律 叶赫 那拉 爱新'.split(
    ' ',
  ),
)
const SINGLE = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄' +
    '和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚' +
    '程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双' +
    '闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空' +
    '曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付闫代覃岳苟佟兰邸来岩冼仝战原官粟皇缑修邝郄佘鄢麦覃卿晋乃漆逢',
)

/** Whether a text begins with a family name. */
export function isSurname(text: string): boolean {
  return COMPOUND.has(text.slice(0, 2)) || SINGLE.has(text.slice(0, 1))
}

/** 欧阳, 司马 and the like, alone. */
export function isCompound(text: string): boolean {
  return COMPOUND.has(text)
}

/** How many characters at the head of a name are the family name: 2 for 欧阳, else 1. */
export function surnameLength(name: string): number {
  return name.length > 2 && COMPOUND.has(name.slice(0, 2)) ? 2 : 1
}
