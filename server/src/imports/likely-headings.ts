import type { ImportKind } from './columns.ts'

/**
 * Headings by their make: what an office may call a column that no synonym of the registry names. Weaker than any
 * synonym, so that the person is asked to look; matched against a heading without spaces, marks and case.
 */
const LIKELY: Record<ImportKind, Readonly<Record<string, RegExp>>> = {
  complaints: {
    number:
      /^(?:投诉|工单|受理|登记|业务|诉求|案件|事项|信访|来件|热线|系统|单据|记录|文件)*(?:编号|单号|工单号|流水号|案号|件号|序列号)$|^(?:case|complaint|ticket|workorder|reference|ref|record|file)(?:id|no|nr|num|number|ref|reference|#)?$|^id$/,
    receivedOn:
      /^(?:投诉|来电|来信|来访|来件|收到|收件|收|接收|接到|接诉|接单|受理|登记|提交|提出|反映|诉求|工单|创建|录入|转办|转来|交办|派单|呼入|进线)+的?(?:日期|时间|日|年月日)$|^(?:date|day|time)(?:of)?(?:received|receipt|complaint|lodged|submitted|opened|created|filed|reported|registered)$|^(?:received|receipt|complaint|lodged|submitted|opened|created|filed|logged|reported|registered|registration)(?:on|at)?(?:date|day|time)?$|^date$/,
    institution:
      /^(?:被投诉|被诉|被反映|被举报|被申诉|投诉|涉诉|涉及|涉事|责任|所属|对应|相关|金融|银行业?|保险|支付)*的?(?:金融|银行业?|保险|支付)?(?:机构|银行|单位|公司|企业|对象|行名|网点)(?:的?(?:名称|全称|简称))?$|^(?:financial)?(?:bank|institution|company|firm|provider|insurer|entity|respondent|organi[sz]ation)(?:name)?$/,
    category:
      /^(?:投诉|涉及|涉诉|业务|产品|诉求|所属)*(?:业务|产品|领域|类别|种类|品种|类型|分类)(?:类别|类型|分类|种类|名称|大类)?$|^(?:product|business)(?:type|category|line)?$|^category$|^typeof(?:business|product)$/,
    cause:
      /^(?:投诉|诉求|具体|主要|反映|引发)*(?:原因|事由|缘由|问题|理由)(?:类别|分类|类型|归类)?$|^(?:root)?cause(?:ofcomplaint)?$|^(?:issue|complaint)(?:type|reason|category)$|^reason$/,
    lodgingChannel:
      /^(?:投诉|受理|接收|诉求|反映|提交|信访|来件)*(?:渠道|途径)$|^(?:投诉|诉求|反映)来源$|^(?:complaint|intake|receiving|receipt|received|contact)?channel$|^(?:how)?received(?:via|by|through)$/,
    text: /^(?:投诉|诉求|反映|主要|具体|基本|来电|案件|工单|问题|事项)*(?:内容|摘要|描述|详情|情况|概要|简述|概述|事项)$|^(?:complaint)?(?:description|summary|details?|content|text|narrative)$/,
    amountYuan:
      /^(?:投诉|涉及|涉诉|涉案|争议|诉求|损失|标的|纠纷)*(?:金额|资金)(?:\(?(?:单位)?(?:人民币)?元\)?)?$|^(?:disputed)?amount(?:involved|claimed|indispute)?\(?(?:yuan|rmb|cny)?\)?$/,
    amountTenThousandYuan: /^(?:投诉|涉及|涉诉|涉案|争议|诉求|损失|标的|纠纷)*(?:金额|资金)\(?(?:单位)?(?:人民币)?万元?\)?$/,
    closedOn:
      /^(?:办结|结案|完成|办理完成|处理完成|处理完毕|办理完毕|办毕|结束|关闭|销案|完结|处结|终结|办结归档)的?(?:日期|时间|日)$|^(?:date)?(?:closed|closing|closure|resolved|resolution|completed|completion)(?:on|at|date|time)?$/,
    dueOn:
      /^(?:办结|办理|处理|答复|应办结|要求办结|规定办结|法定办结|到期)的?(?:期限|时限|截止日期|日期|时限日期|截止时间)$|^due(?:date|by)?$|^deadline$/,
    upheld:
      /^(?:投诉|诉求|调查|情况|反映)?(?:是否)?(?:属实|有理|成立)(?:与否|情况)?$|^(?:核实|核查|调查|认定)(?:情况|结论)$|^(?:upheld|outcome|finding|substantiated)$/,
    satisfaction:
      /^(?:客户|投诉人|来电人|群众|市民|消费者|回访|处理|办理|服务|结果|处理结果)*(?:满意度|是否满意|满意情况|满意程度|满意)(?:评价|结果|情况|调查)?$|^(?:customer)?(?:satisfaction|satisfied)(?:rating|score)?$/,
    complainantName:
      /^(?:投诉|来电|来信|来访|反映|诉求|申诉|举报|当事|申请|报案)(?:人|者)(?:的?(?:姓名|名称|名字))?$|^(?:客户|消费者|市民)(?:姓名|名称|名字)?$|^(?:complainant|customer|consumer|caller|client)(?:name)?$|^name$/,
    complainantPhone:
      /^(?:投诉人|来电人?|联系人?|客户|手机|反映人|本人|消费者|市民)*(?:电话|手机|手机号|号码|电话号码|联系方式|联系号码|联系手机)$|^(?:contact|mobile|cell|complainant|customer)?(?:tele)?(?:phone|mobile|tel)(?:no|number)?$/,
    complainantId: /^(?:投诉人|客户|消费者|来电人)?(?:身份|有效)?(?:证件?|身份证)(?:件)?(?:号|号码)$/,
  },
  institutions: {
    name: /^(?:金融|银行业?|保险|支付)?(?:机构|银行|单位|公司|企业|行名)(?:的?(?:中文)?(?:名称|全称|名))?$|^名称$|^(?:bank|institution|company|firm|entity)?(?:full)?name$|^(?:bank|company|firm|entity)$/,
    code: /^(?:金融|银行)?(?:机构|银行|单位)?(?:编码|代码|编号)$|^(?:bank|company|institution)?(?:code|id)$/,
    peerGroup:
      /^(?:金融|银行)?(?:机构|银行|单位|法人)?(?:类别|类型|性质|分类|种类|组别|分组|大类)$|^(?:peer)?group$|^(?:bank|institution|company)?(?:type|category|class)$/,
    aliases: /^(?:机构|银行|单位)?(?:简称|别称|又称|曾用名|俗称|其他名称|常用名)$|^alias(?:es)?$|^short(?:name)?$/,
    parent: /^(?:上级|主管|管辖|隶属|归属|所属|直属|母)(?:机构|银行|行|单位|公司|法人)(?:名称|全称)?$|^parent(?:bank|company|name)?$/,
    region:
      /^(?:所在|所属|注册|经营|机构)?(?:地区|区域|县区?|区县|县市区?|市县|地市|城市|省份?|属地|行政区划?|辖区)(?:名称)?$|^(?:region|county|city|district|area)$/,
    ranked: /^(?:是否)?(?:纳入|参与|参加|列入)(?:排名|排序|通报|评比)$|^(?:is)?ranked$/,
    openedOn: /^(?:开业|成立|设立|批准设立|营业)(?:日期|时间|日)$|^open(?:ed|ing)?(?:on|date)?$/,
    closedOn: /^(?:终止|撤销|关闭|停业|注销|退出|撤并)(?:营业)?(?:日期|时间|日)$|^clos(?:ed|ing|ure)(?:on|date)?$/,
    successor: /^(?:承继|承接|继任|接收|合并后|存续)(?:机构|银行|单位)(?:名称)?$|^successor(?:name)?$/,
  },
  exposures: {
    institution:
      /^(?:金融|银行业?|保险|支付)?(?:机构|银行|单位|公司|企业|行名)(?:的?(?:名称|全称|简称))?$|^名称$|^(?:bank|institution|company|firm|entity)(?:name)?$/,
    base: /^(?:业务量|业务规模|规模|基数|统计)?(?:指标|项目|口径|类型)(?:名称)?$|^(?:measure|indicator|item|metric)$/,
    asOf: /^(?:统计|数据|截至|截止|报告|时点|填报)*的?(?:日期|时间|时点|日)$|^(?:date|asof|asat|reportingdate|snapshot)(?:date)?$/,
    value: /^(?:指标|业务|统计)?(?:数值|数量|数|值|数据|规模|个数|户数)$|^(?:value|number|count|quantity)$/,
    source: /^(?:数据|资料)?(?:来源|出处)$|^(?:data)?source$/,
  },
  returns: {},
  assessments: {
    institution:
      /^(?:被考评|被评估|参评|金融|银行业?)*(?:机构|银行|单位|公司)(?:的?(?:名称|全称|简称))?$|^(?:bank|institution|company|firm)(?:name)?$/,
  },
}

/** The field that a heading of this likeness may well mean, or null. */
export function likelyField(kind: ImportKind, heading: string): string | null {
  for (const [field, make] of Object.entries(LIKELY[kind])) if (make.test(heading)) return field
  return null
}
