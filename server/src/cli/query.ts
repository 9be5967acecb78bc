import type { Command } from 'commander'
import { command, onDatabase, type DatabaseOptions } from './frame.ts'

export type QueryOptions = DatabaseOptions & { csv?: boolean; xlsx?: string }

export function queryCommands(): Command[] {
  const after = `查询与接口相同：{ "query": MetricQuery } 或 MetricQuery 本身 / the API's query: { "query": MetricQuery } or the bare MetricQuery.
例 / example: echo '{"metrics":["COMPLAINTS"],"by":["INSTITUTION"],"period":"2025Q3"}' | cli query -`
  return [
    onDatabase(
      command(
        'query <file>',
        '执行统计查询并输出表（- 为标准输入） / run a metric query and print its table (- reads standard input)',
        after,
      ),
    )
      .option('--csv', '输出 CSV / print CSV')
      .option('--xlsx <file>', '写入 XLSX 文件 / write an XLSX file')
      .action(async (file, options, own) => (await import('./query.run.ts')).runQuery(file, options, own)),
  ]
}
