//! The help of the command line in Chinese. English is written beside the arguments themselves.

use clap::{Arg, Command};

use crate::diagnostic::Language;

/// What each command does, by its name.
const COMMANDS: &[(&str, &str)] = &[
    ("init", "在新文件夹中新建档案"),
    (
        "new",
        "新建一份报告：草稿，已列出所属类型的著录项和各部分的标题",
    ),
    (
        "import",
        "把文档做成报告：Word 文件、旧网站的网页、纯文本、表格、PDF、OFD",
    ),
    ("build", "读取内容，生成网站"),
    ("check", "列出 build 会指出的一切问题，不写任何文件"),
    ("index", "读取内容，单独生成检索索引，供另行托管"),
    ("serve", "在本机浏览器中预览网站，随改随看"),
    (
        "publish",
        "把生成的网站复制到供人访问的地方，或列出清单供其他工具复制",
    ),
    ("key", "新建签名用的密钥，或显示密钥文件的公钥"),
    (
        "mirror",
        "依存证日志镜像一个档案：只取新增内容，核对无误后才替换",
    ),
    (
        "witness",
        "见证所关注的档案：存证日志只增不改的，为其检查点签名",
    ),
    (
        "export",
        "把网站转成其他工具核对所用的形式：BagIt 包，或供 signify 验签的检查点",
    ),
    ("stamp", "把他人签发的时间戳（RFC 3161）存入网站的存证日志"),
    (
        "cosign",
        "请见证方为已发布网站的检查点签名，签名写入存证日志",
    ),
    ("due", "列出即将到期的报告，以及逾期且本档案未收录的报告"),
    ("fix", "列出正文差错的改法，逐处询问，只写入同意的改动"),
    ("correct", "登记对已发布报告的更正，并存下更正前的文本"),
    ("withdraw", "登记撤回已发布的报告：正文不再提供，保留说明"),
    (
        "verify",
        "核对已发布的网站或其中一个文件：与收录时相比是否有改动",
    ),
    ("search", "检索已发布的索引"),
    ("schema", "输出手写文件的 JSON Schema，供编辑器使用"),
    ("completions", "输出命令行自动补全脚本，供 shell 使用"),
    ("man", "输出 gongbao 或某个命令的手册页"),
    ("help", "显示本说明或某个命令的说明"),
];

/// What each argument means, by its name.
const ARGUMENTS: &[(&str, &str)] = &[
    ("content", "内容文件夹"),
    ("theme", "主题文件夹，逐个文件覆盖默认主题"),
    ("drafts", "包括草稿"),
    ("jobs", "线程数；默认为本机处理器的核数"),
    (
        "store",
        "存放中间结果的文件夹，供下次运行使用，可随时删除；默认为内容文件夹旁的 .gongbao",
    ),
    ("no_store", "不保存也不使用中间结果"),
    (
        "verify_content",
        "重新读取全部文件，包括自上次运行以来看似没有改动的",
    ),
    ("format", "输出格式：text 供人阅读，json 供程序读取"),
    ("quiet", "只显示错误，不显示警告和进度"),
    ("folder", "档案所在的文件夹，须是新的或空的"),
    ("place", "报告的位置：机构的文件夹或名称，加上文件名"),
    (
        "kind",
        "类型：archive.yaml 中的键或名称；只有一个类型时可以不写",
    ),
    ("title", "标题；默认由机构、报告期和类型组成"),
    ("paths", "文档，或存放文档的文件夹"),
    (
        "agency",
        "全部文档的发布机构：文件夹或名称；默认从各份文档中识别",
    ),
    (
        "document_type",
        "全部文档的类型：archive.yaml 中的键或名称；默认据标题推断",
    ),
    ("into", "写入哪个内容文件夹，代替 --content"),
    (
        "map",
        "对应表：说明 CSV 或 JSON Lines 的哪一列是哪一项；表中每行是一份报告",
    ),
    (
        "whole_site",
        "各路径是保存下来的整个网站：网页所在的文件夹、WARC 或 WACZ 文件",
    ),
    ("dry_run", "只显示结果，不写任何文件"),
    (
        "attach_source",
        "把原文档作为附件一并发布；默认只存放在报告旁边，不发布",
    ),
    (
        "changes",
        "修订怎样处理：accept 取修订后的文字，reject 取修订前的",
    ),
    ("select", "网页的哪一部分是正文（CSS 选择器）；默认自动识别"),
    (
        "lang",
        "提示所用语言：zh 或 en；默认依系统区域设置，其中没有指明语言的，依档案的语言",
    ),
    ("out", "生成到哪个文件夹"),
    (
        "site",
        "生成到哪个文件夹；默认为 public，包括草稿时为 public-drafts（不能是正式网站所在的文件夹）",
    ),
    (
        "published",
        "上次生成的网站所在的文件夹，其中的网址不得失效；默认为内容文件夹旁的 public",
    ),
    (
        "allow_vanished",
        "允许上次生成的网址失效，只作警告：用于从未对外公开的网址",
    ),
    (
        "log_folder",
        "上次发布的存证日志（log）或其网站：所在的文件夹或网址；默认用输出文件夹中的",
    ),
    (
        "new_log",
        "开始一份新的存证日志：用于记存证日志而从未发布过的档案",
    ),
    ("no_index", "不生成检索索引"),
    ("no_zips", "不生成供下载的报告全文（ZIP 包和纯文字版）"),
    (
        "in_place",
        "文件夹不能整体替换时（如挂载点）逐个替换文件；其间访问者可能看到新旧文件并存",
    ),
    (
        "as_of",
        "截至哪一天判断逾期和未收录；默认为最新一份报告的发布日期",
    ),
    ("port", "监听的端口；默认为 8017，被占用时另选一个"),
    ("open", "在浏览器中打开网站"),
    (
        "editor",
        "预览中的链接用哪个编辑器打开：vscode、vscodium、cursor、windsurf、zed、idea、sublime、textmate，或含有 {path}、{line}、{column} 的地址",
    ),
    (
        "to",
        "复制到哪个文件夹：挂载的服务器、共享文件夹，或版本库的本地副本",
    ),
    ("from", "网站所在的文件夹，即 build 的输出文件夹"),
    (
        "verify",
        "逐个读取目标文件夹中的文件，不以其中的 SHA256SUMS 为准",
    ),
    (
        "remove_now",
        "网站不再有的文件立即全部删除；否则以内容命名的文件（索引、脚本等）保留到下次发布，因为读者已经打开的页面还会用到",
    ),
    (
        "list",
        "不复制，只列出路径，每行一个，供其他工具使用：先后次序为 immutable（以内容命名的文件）、new（新增）、changed（改动）、manifest（索引清单）、delete（删除）、sums（SHA256SUMS）；pending、leaving 为开始之前、全部完成之后主机上应有的 .gongbao-leaving；all 为附响应头的总表",
    ),
    (
        "since",
        "只列出与主机不同的；所指文件夹中放从主机取回的 SHA256SUMS 和 .gongbao-leaving",
    ),
    ("key_action", "new：新建密钥；show：显示密钥文件的公钥"),
    (
        "key_of",
        "new：密钥的名称，公开且以后不变：用本单位的网址，不带 https://，不含空白，如 archive.example.org/log；show：密钥文件",
    ),
    ("key_to", "new：写入哪个新文件，须在内容文件夹和网站之外"),
    (
        "as_witness",
        "new：供 gongbao witness 和 gongbao mirror 见证他人的档案",
    ),
    (
        "signing_key",
        "签名用的密钥文件，须只有本人能读取；默认取环境变量 GONGBAO_KEY 的内容",
    ),
    ("log_keys", "存证日志的公钥，由发布者提供；可写多次"),
    (
        "policy",
        "见证规则文件（C2SP tlog-policy）：哪些存证日志、哪些见证方、须有几个",
    ),
    ("cosigned", "已发布的网站所在的文件夹"),
    (
        "asked",
        "见证规则文件（C2SP tlog-policy），其中的见证方写有网址",
    ),
    (
        "cosigners",
        "见证规则文件（C2SP tlog-policy）：请其中写有网址的见证方为存证日志的新增部分签名，不足规定数目时不发布",
    ),
    ("mirror_of", "档案的网址，或所在的文件夹"),
    ("mirror_to", "镜像所在的文件夹：新的，或同一档案已有的镜像"),
    (
        "ca",
        "https 网址的主机由哪些机构证明（PEM 证书文件）；默认依 Mozilla 的根证书列表",
    ),
    ("max_bytes", "最多读取多少字节"),
    ("archives", "档案的副本：其中有存证日志的文件夹"),
    (
        "state",
        "见证状态文件夹，存放上次为各存证日志签名的检查点，不得另作他用",
    ),
    ("new_state", "在上述文件夹（须为空）中新建状态"),
    (
        "forget_time",
        "忘掉尚未到来的签名时间：用于本机时钟曾经走快，现已校准",
    ),
    ("add", "把签名附在文件夹中检查点的末尾，不另输出"),
    (
        "serve",
        "通过 HTTP 应答各存证日志的请求（C2SP tlog-witness）",
    ),
    ("listen", "在哪个地址应答；默认只限本机"),
    (
        "export_form",
        "bagit：网站连同存证日志，做成 BagIt 包（BagIt 1.0，RFC 8493）；head：最新检查点的原文，以及 signify 可读的签名和公钥",
    ),
    ("export_of", "网站或镜像所在的文件夹"),
    ("export_to", "写入哪个文件夹：尚不存在的，或空的"),
    ("stamped", "网站或镜像所在的文件夹，其中有存证日志"),
    (
        "reply",
        "时间戳机构的应答（RFC 3161），所针对的是 gongbao export head 写出的 head.txt 的 SHA-256",
    ),
    ("within", "列出今后多少天内到期的"),
    (
        "target",
        "已发布的网站，或其中一个文件（报告的 index.md、附件或网页）：写路径或网址",
    ),
    (
        "key",
        "存证日志的公钥，或存有公钥的文件；应当从档案以外的地方取得",
    ),
    (
        "not_older_than",
        "规则中足够多的见证须在最近多少天之内签名；也可写日期（协调世界时），须在其后",
    ),
    (
        "remember",
        "把存证日志与此文件中上次见到的检查点对照；核对无误时，把新的检查点存入此文件",
    ),
    ("proof", "文件的证明；默认用文件旁边的"),
    (
        "index",
        "索引所在的文件夹，即网站中的 search-index；默认为 public/search-index，没有时为当前文件夹中的 search-index",
    ),
    (
        "subject",
        "哪种文件：front-matter 为报告文件头，archive 为 archive.yaml，agency 为机构的 _index.md，measures 为方案旁边的 measures.yaml，figures 为报告旁边的 figures.yaml",
    ),
    ("shell", "哪种 shell：bash、elvish、fish、powershell 或 zsh"),
    (
        "command",
        "哪个命令：init、new、import、build、check、index、serve、publish、key、mirror、witness、export、stamp、cosign、due、fix、correct、withdraw、verify、search、schema、completions 或 man；默认为 gongbao 本身",
    ),
    (
        "privacy",
        "report：列出隐私和保密检查涵盖哪些内容、哪些无法检查",
    ),
    ("report", "报告：在内容文件夹中的路径，或网址"),
    ("correction", "更正了什么，显示在报告页面上"),
    ("corrected_on", "更正日期；默认为今天"),
    (
        "taken_from",
        "已发布的网站所在的文件夹，更正前的文本从中取出；默认为内容文件夹旁的 public",
    ),
    ("withdrawal", "撤回的原因，显示在报告页面上"),
    ("authority", "决定撤回的机关"),
    ("withdrawn_on", "撤回日期；默认为今天"),
    ("limit", "最多列出多少条结果"),
    ("sort", "排序：relevance 按相关度，date 按日期"),
    ("explain", "说明这次检索读取了什么、分几轮、查了哪些词项"),
    (
        "query",
        "检索词：以空格分开的各词都须出现；引号内的文字须原样出现；写法见下",
    ),
    ("help", "显示说明"),
    ("version", "显示版本"),
];

/// What stands for a value, by its English name.
const VALUES: &[(&str, &str)] = &[
    ("DATE", "日期"),
    ("DAYS", "天数"),
    ("DIR", "文件夹"),
    ("DIR|URL", "文件夹或网址"),
    ("N", "数"),
    ("FORMAT", "格式"),
    ("LANG", "语言"),
    ("SORT", "次序"),
    ("SUBJECT", "文件"),
    ("AGENCY/NAME", "机构/名称"),
    ("TYPE", "类型"),
    ("TITLE", "标题"),
    ("PATH", "路径"),
    ("FILE", "文件"),
    ("AGENCY", "机构"),
    ("CHANGES", "取舍"),
    ("CSS", "选择器"),
    ("QUERY", "检索式"),
    ("NAME", "名称"),
    ("KEY", "公钥"),
    ("FROM", "来源"),
    ("FORM", "形式"),
    ("SITE", "网站"),
    ("ADDRESS", "地址"),
    ("SHELL", "shell"),
    ("WHAT", "哪些"),
    ("REPORT", "报告"),
    ("TEXT", "文字"),
    ("COMMAND", "命令"),
    ("WHEN", "天数或日期"),
];

/// What stands below the arguments of a command, by its name.
const NOTES: &[(&str, &str)] = &[("search", QUERY_LANGUAGE), ("verify", CODES)];

/// The exit codes of `verify`; English is in `verify`.
const CODES: &str = "\
退出码（由轻到重；同时有几种的，取最靠后的）：
   0  未曾改动
  14  近期无人见证：在要求的日期之后，见证不足
  11  有多余的文件
  10  文件不全：有缺失或无法读取的
  12  有改动
  16  没有所要求的公钥的签名，或见证不足
  17  存证日志已损坏：自相矛盾
  13  退回到了旧的状态：比上次见到的旧
  15  存证日志分叉：与上次见到的不是同一段历史
   2  无法核对：没有这一文件夹，选项有误等

核对无误，只说明文件已收录、此后未曾改动，不说明其内容属实。没有用 --key 或 --policy
指明的，依存证日志旁边的公钥核对，而这只是档案自己的说法。";

/// The query language; English is in `find`.
const QUERY_LANGUAGE: &str = "\
检索式：
  行政 复议            须同时含有各词
  “行政复议”           原样出现；用 \" 也可以
  行政 OR 复议         至少含有一个；OR 的优先级高于空格：税务 行政 OR 复议
                       表示须含“税务”，并含“行政”或“复议”
  -草案                不得出现
  标题:预算            只查标题；文号: 查发文字号和索引号
  机构:审计            发布机构名称中有“审计”；机构:“全称” 只查这一机构
                       类型:、主题:、有效性:、地区: 用法相同
  引用:行政处罚法      正文引用的文件，其名称或文号中有“行政处罚法”
  年份:2019..2021      也可写 年份:2019、年份:2019..、年份:..2021、年份:未标注日期

检索范围为标题和正文；文号、机构等请用字段检索。汉字从任意一字起均可检索，
数字和外文按整词检索：15 查不到 1547.16。
字段名也可用英文；冒号、引号全角、半角均可。
在命令行中，整个检索式请用单引号括起；以 - 开头的，前面加 --。";

/// The command with its help in `language`.
pub(super) fn translated(command: Command, language: Language) -> Command {
    match language {
        Language::English => command,
        Language::Chinese => {
            let mut command =
                chinese(command).about("把一个文件夹的公开报告做成可阅读、可检索、可核对的档案。");
            // Built now, so that the arguments that clap adds itself are there to be translated.
            command.build();
            with_usage(chinese(command))
        }
    }
}

/// The frame of a help page; clap's own names its sections in English.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

fn chinese(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|argument: Arg| {
            let name = argument.get_id().to_string();
            let heading = if argument.is_positional() {
                "参数"
            } else {
                "选项"
            };
            let argument = value_named(argument).help_heading(heading);
            match ARGUMENTS.iter().find(|(key, _)| *key == name) {
                Some((_, words)) => with_words(argument, words),
                None => argument,
            }
        })
        .mut_subcommands(|subcommand| {
            let name = subcommand.get_name().to_owned();
            let mut subcommand = chinese(subcommand);
            if let Some((_, words)) = NOTES.iter().find(|(key, _)| *key == name) {
                subcommand = subcommand.after_help(*words);
            }
            match COMMANDS.iter().find(|(key, _)| *key == name) {
                Some((_, words)) => subcommand.about(*words),
                None => subcommand,
            }
        })
}

/// What it means and what holds without it; its possible values are among the words.
fn with_words(argument: Arg, words: &str) -> Arg {
    let argument = argument.long_help(None);
    if !argument.get_action().takes_values() {
        return argument.help(words.to_owned());
    }
    let default = argument.get_default_values().first();
    let words = match default {
        Some(value) => format!("{words}（默认：{}）", value.to_string_lossy()),
        None => words.to_owned(),
    };
    argument
        .help(words)
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// What stands for its value.
fn value_named(argument: Arg) -> Arg {
    let name = argument.get_value_names().and_then(|names| names.first());
    match VALUES
        .iter()
        .find(|(key, _)| name.is_some_and(|name| name.as_str() == *key))
    {
        Some((_, words)) => argument.value_name(*words),
        None => argument,
    }
}

/// The line of its usage, which clap writes; the one word of it that cannot be set is replaced.
fn with_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let usage = alternatives(&usage.replace("[OPTIONS]", "[选项]"), " | ");
    command.override_usage(usage).mut_subcommands(with_usage)
}

/// A line of usage whose options of which one is wanted stand between round brackets: clap puts them between the same
/// brackets as their values, `<--to <DIR>|--list <WHAT>>`.
pub(super) fn alternatives(usage: &str, or: &str) -> String {
    let Some((before, rest)) = usage.split_once("<--") else {
        return usage.to_owned();
    };
    let Some((inner, after)) = rest.split_once(">>") else {
        return usage.to_owned();
    };
    let inner = inner.replace('|', or);
    format!("{before}(--{inner}>){after}")
}

#[cfg(test)]
mod tests {
    use super::alternatives;

    #[test]
    fn brackets_stand_in_pairs_of_a_kind() {
        for (usage, written) in [
            (
                "publish [选项] <--to <文件夹>|--list <哪些>>",
                "publish [选项] (--to <文件夹> | --list <哪些>)",
            ),
            ("check [选项]", "check [选项]"),
            ("search <检索式>...", "search <检索式>..."),
        ] {
            assert_eq!(alternatives(usage, " | "), written);
        }
    }
}
