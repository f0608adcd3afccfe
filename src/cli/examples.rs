//! Examples of each command, below its help and in its manual page, in Chinese and English.
//!
//! In: the command line. Out: the same with examples. To add one, add a row: what is typed, and what it does.

use clap::Command;

use crate::diagnostic::Language;

/// A line that is typed, and what it does in Chinese and English.
type Example = (&'static str, &'static str, &'static str);

/// The examples of each command, by its name.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "init",
        &[
            (
                "gongbao init archive",
                "在新文件夹 archive 中新建档案",
                "creates an archive in a new folder, archive",
            ),
            (
                "gongbao init . --lang zh",
                "在当前的空文件夹中新建中文档案",
                "creates a Chinese one in the current, empty folder",
            ),
        ],
    ),
    (
        "new",
        &[
            (
                "gongbao new yunlu/2024 --type annual-report",
                "新建 content/yunlu/2024.md，报告期为 2024",
                "creates content/yunlu/2024.md, about 2024",
            ),
            (
                "gongbao new yunlu/2024/index --type plan",
                "新建带附件的报告 content/yunlu/2024/index.md",
                "creates a report with files beside it",
            ),
        ],
    ),
    (
        "import",
        &[
            (
                "gongbao import report.docx --agency yunlu --type annual-report --dry-run",
                "看看这份 Word 文件会做成怎样的报告",
                "shows what a Word file would become",
            ),
            (
                "gongbao import reports/ --agency yunlu",
                "导入文件夹中的全部文档",
                "imports all documents of a folder",
            ),
        ],
    ),
    (
        "check",
        &[
            (
                "gongbao check",
                "检查 content，对照已发布的 public",
                "looks at content, and at what public has of it",
            ),
            ("gongbao check --drafts", "草稿一并检查", "at drafts too"),
            (
                "gongbao check --format json",
                "供程序读取；有错误时退出码为 1",
                "for programs; exit code 1 where there is an error",
            ),
            (
                "gongbao check --privacy report",
                "另列出隐私和保密检查涵盖哪些附件、哪些无法检查",
                "also lists which attachments were looked at for what must not be public, and which could not be",
            ),
        ],
    ),
    (
        "build",
        &[
            (
                "gongbao build",
                "读取 content，生成网站，放在 public",
                "builds the site of content in public",
            ),
            (
                "gongbao build --drafts",
                "连同草稿生成到 public-drafts，供内部查看",
                "makes a preview with drafts in public-drafts",
            ),
            (
                "gongbao build --quiet",
                "只显示错误，供定时任务使用",
                "says errors alone, for jobs that run by themselves",
            ),
            (
                "gongbao build --out /srv/www --in-place",
                "生成到挂载点",
                "builds it at a mount point",
            ),
        ],
    ),
    (
        "index",
        &[(
            "gongbao index --out search-index",
            "单独生成检索索引，地址写入 archive.yaml 的 index_url",
            "makes the index, whose address is index_url in archive.yaml",
        )],
    ),
    (
        "publish",
        &[
            (
                "gongbao publish --to /srv/www",
                "把 public 复制到 /srv/www，先复制被引用的，再复制引用它们的",
                "copies public to /srv/www, what is referred to first",
            ),
            (
                "gongbao publish --list changed --since host",
                "列出与主机相比有改动的文件，供 rsync 等工具使用",
                "lists what differs from the host, for tools such as rsync",
            ),
        ],
    ),
    (
        "key",
        &[
            (
                "gongbao key new archive.example.org/log --to ~/gongbao.key",
                "新建为存证日志签名的密钥，并显示公钥",
                "makes the key of a log, and prints its public half",
            ),
            (
                "gongbao key new witness.example.org --to ~/witness.key --witness",
                "新建见证用的密钥",
                "makes a key that cosigns archives of others",
            ),
            (
                "gongbao key show ~/gongbao.key",
                "显示公钥",
                "prints the public half",
            ),
        ],
    ),
    (
        "mirror",
        &[
            (
                "gongbao mirror https://archive.example.org/ mirror",
                "镜像到文件夹 mirror；再次运行时只取新增内容",
                "copies to the folder mirror; the next run fetches what is new",
            ),
            (
                "gongbao mirror /media/usb/public mirror --policy policy.txt",
                "从文件夹镜像，须符合见证规则",
                "copies from a folder that is to meet a policy",
            ),
        ],
    ),
    (
        "witness",
        &[
            (
                "gongbao witness mirror --log KEY --key ~/witness.key --state ~/witness --add",
                "见证文件夹 mirror 中的档案，把签名附在检查点末尾；第一次另加 --new-state",
                "cosigns the archive in the folder mirror, below its checkpoint; add --new-state the first time",
            ),
            (
                "gongbao witness --serve --policy logs.txt --key ~/witness.key --state ~/witness",
                "在本机 8018 端口应答请求",
                "answers requests at port 8018 of this machine",
            ),
        ],
    ),
    (
        "export",
        &[
            (
                "gongbao export bagit public bag-2026",
                "核对网站，连同存证日志做成 BagIt 包，供长期保存",
                "verifies the site, and makes a bag of it and its log, to be kept",
            ),
            (
                "gongbao export head public head",
                "写出最新检查点的原文和签名，供 signify 验签、申请时间戳",
                "writes the newest checkpoint and its signature, for signify and time stamps",
            ),
        ],
    ),
    (
        "stamp",
        &[(
            "gongbao stamp public head.tsr",
            "存入最新检查点的时间戳，下次发布时一并带上",
            "puts a time stamp beside the log; `publish` brings it along",
        )],
    ),
    (
        "cosign",
        &[(
            "gongbao cosign public --policy policy.txt",
            "请规则中的见证方为 public 的检查点签名；在 publish 之前运行",
            "asks the witnesses of the policy to sign the checkpoint of public; run it before publish",
        )],
    ),
    (
        "verify",
        &[
            (
                "gongbao verify https://archive.example.org/ --key archive.vkey",
                "核对网址上的整个网站，逐个文件读取，不写任何文件",
                "verifies a whole site at its address, file by file, and writes nothing",
            ),
            (
                "gongbao verify public --key archive.vkey --remember seen",
                "核对整个网站，并与上次见到的检查点对照",
                "verifies a site, and its log against what was seen before",
            ),
            (
                "gongbao verify public/yunlu/2024/index.md",
                "核对一份报告的文本：收录于何时，此后是否更正",
                "verifies the text of a report: when recorded, whether corrected since",
            ),
        ],
    ),
    (
        "serve",
        &[
            (
                "gongbao serve --open",
                "在浏览器中预览 content，随改随看，按 Ctrl-C 停止",
                "shows content in the browser as it is written; Ctrl-C stops it",
            ),
            (
                "gongbao serve --editor vscode",
                "有错误时，点链接即可在 VS Code 中打开出错的那一行",
                "links of what is wrong open the line in VS Code",
            ),
        ],
    ),
    (
        "due",
        &[
            (
                "gongbao due",
                "今后 90 天内到期和已经逾期的",
                "what falls due within 90 days, and what is overdue",
            ),
            (
                "gongbao due --as-of 2025-03-01 --within 31",
                "以 2025 年 3 月 1 日为准，今后 31 天内到期的",
                "as of 1 March 2025, within 31 days",
            ),
        ],
    ),
    (
        "fix",
        &[
            (
                "gongbao fix",
                "逐处询问，只写入同意的改动",
                "asks of each mend, and writes what is accepted",
            ),
            (
                "gongbao fix --format json",
                "列出全部改法，不写任何文件",
                "lists all mends and writes nothing",
            ),
        ],
    ),
    (
        "correct",
        &[
            (
                "gongbao correct yunlu/2021 --reason '170 → 107'",
                "存下已发布的文本，登记更正；正文请自行修改",
                "keeps the published text and notes the correction; the text is yours to edit",
            ),
            (
                "gongbao correct yunlu/2021 --reason '…' --date 2022-04-02",
                "写明更正日期",
                "of that day",
            ),
        ],
    ),
    (
        "withdraw",
        &[(
            "gongbao withdraw yunlu/2021 --reason '…' --date 2023-05-06",
            "登记撤回；下次生成时，页面改为撤回说明",
            "notes the withdrawal; the next build makes its page a notice",
        )],
    ),
    (
        "search",
        &[
            (
                "gongbao search 规范性文件",
                "检索 public 中的索引",
                "asks the index in public",
            ),
            (
                "gongbao search '行政复议 年份:2019..2021'",
                "限定年份",
                "of these years",
            ),
        ],
    ),
    (
        "schema",
        &[(
            "gongbao schema front-matter > front-matter.json",
            "供编辑器在输入时补全和检查",
            "for editors that complete and check while typing",
        )],
    ),
    (
        "completions",
        &[(
            "gongbao completions bash > ~/.local/share/bash-completion/completions/gongbao",
            "",
            "",
        )],
    ),
    (
        "man",
        &[(
            "gongbao man build | man -l -",
            "查看 build 的手册页",
            "shows the page of build",
        )],
    ),
];

/// The command line with the examples of each command above what stands below its help already.
pub(super) fn with_examples(command: Command, language: Language) -> Command {
    command.mut_subcommands(|subcommand| {
        let of = EXAMPLES
            .iter()
            .find(|(name, _)| *name == subcommand.get_name());
        let Some((_, examples)) = of else {
            return subcommand;
        };
        let mut text = written(examples, language);
        if let Some(notes) = subcommand.get_after_help() {
            text.push_str(&format!("\n\n{notes}"));
        }
        subcommand.after_help(text)
    })
}

fn written(examples: &[Example], language: Language) -> String {
    let mut text = String::from(match language {
        Language::Chinese => "示例：",
        Language::English => "Examples:",
    });
    for (line, chinese, english) in examples {
        let words = match language {
            Language::Chinese => chinese,
            Language::English => english,
        };
        text.push_str(&format!("\n  {line}"));
        if !words.is_empty() {
            text.push_str(&format!("\n      {words}"));
        }
    }
    text
}

/// What is said where no command is given: those that one begins with.
pub(super) fn to_begin_with(language: Language) -> &'static str {
    match language {
        Language::Chinese => {
            "gongbao（公报）把一个文件夹的公开报告做成可阅读、可检索、可核对的网上档案。\n\n\
             从这三个命令开始：\n\
             \x20 gongbao init 文件夹  新建一个档案\n\
             \x20 gongbao check        检查内容，指出哪里有误、怎样改\n\
             \x20 gongbao build        生成网站，放在 public/\n\n\
             全部命令：gongbao help；某个命令的说明和示例：gongbao help build"
        }
        Language::English => {
            "gongbao turns a folder of public reports into an archive to read, search and check.\n\n\
             Three commands to begin with:\n\
             \x20 gongbao init DIR     creates a new archive\n\
             \x20 gongbao check        checks the content, and says what to do\n\
             \x20 gongbao build        builds the site in public/\n\n\
             All commands: gongbao help. One of them, with examples: gongbao help build"
        }
    }
}
