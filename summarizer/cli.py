"""The command line: what can be asked, and how errors are told."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from summarizer import __version__, bench, commands, survey, vocabulary
from summarizer.backends.choose import NAMES
from summarizer.errors import SummarizerError
from summarizer.running import DATABASE, Job, plan, run
from summarizer.settings import DEFAULT_WEIGHTS, Settings
from summarizer.wording import say

OUT = Path("results")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see README)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a C locale must not break Chinese output
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminated)
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.command(arguments)
        sys.stdout.flush()
        return code
    except SummarizerError as error:
        print(f"summarizer: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read us has gone (`| head`); without this, Python would complain again while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def program() -> NoReturn:
    """The console script: `main`, and then the end of the process at once.

    Python's own way out would unwind the engine's thread in the middle of its native code, which aborts (134).
    """
    try:
        code = main()
    except SystemExit as ended:  # argparse, SIGTERM
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _terminated(*_: object) -> NoReturn:
    sys.exit(143)


class _Parser(argparse.ArgumentParser):
    """argparse in the reader's language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "add_help": False})
        self._positionals.title = say("参数", "arguments")
        self._optionals.title = say("选项", "options")
        self.add_argument("-h", "--help", action="help", help=say("显示本说明", "show this help"))

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", say("用法：", "usage: "), 1)

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().replace("usage: ", say("用法：", "usage: "), 1)
        self.exit(2, usage + say(f"参数有误：{message}\n", f"{self.prog}: {message}\n"))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "summarizer", description=say("读懂中文 AI 新闻，句句有据。", "Chinese AI news, read with evidence.")
    )
    parser.add_argument("--version", action="version", version=f"summarizer {__version__}", help=say("版本", "version"))
    add = parser.add_subparsers(
        title=say("命令", "commands"), metavar="COMMAND", required=True, parser_class=_Parser
    ).add_parser
    _add_run(add)
    _add_reading(add)
    _add_weights(add)
    _add_measuring(add)
    return parser


_Add = Callable[..., argparse.ArgumentParser]


def _add_run(add: _Add) -> None:
    run = add("run", help=say("处理文章，写出报告", "read posts, write reports"))
    run.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help=say("文件、文件夹、网址，或 - 表示标准输入", "file, folder, URL, or - for standard input"),
    )
    run.add_argument(
        "--out",
        type=Path,
        default=OUT,
        metavar="DIR",
        help=say("结果目录（默认 results）", "where results go (default: results)"),
    )
    run.add_argument(
        "--db",
        type=Path,
        metavar="FILE",
        help=say("数据库（默认 DIR/summarizer.db）", "database (default: DIR/summarizer.db)"),
    )
    run.add_argument("--no-llm", action="store_true", help=say("只用规则，不用模型", "rules only, no model"))
    run.add_argument(
        "--json",
        action="store_true",
        help=say("同时把报告逐行写到标准输出", "also write the reports to standard output"),
    )
    run.add_argument(
        "--dry-run", action="store_true", help=say("只说会做什么，不做", "say what would be done, and do nothing")
    )
    run.add_argument("--limit", type=_count, metavar="N", help=say("做满 N 篇就停", "stop after N posts"))
    run.add_argument(
        "--any-language",
        action="store_true",
        help=say("非中文文章也写摘要", "summarize posts that are not Chinese, too"),
    )
    run.add_argument(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help=say("追加你自己的模型目录（JSON Lines）", "add your own catalogue rows (JSON Lines)"),
    )
    _add_engine(run)
    run.set_defaults(command=_run)


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weights",
        default=DEFAULT_WEIGHTS,
        metavar="NAME",
        help=say(
            f"权重名、GGUF 文件，或服务器上的模型名（默认 {DEFAULT_WEIGHTS}）",
            f"weights by name, a GGUF file, or a server's model (default: {DEFAULT_WEIGHTS})",
        ),
    )
    parser.add_argument(
        "--backend",
        choices=NAMES,
        default=NAMES[0],
        help=say("推理引擎（默认 llamacpp）", "engine (default: llamacpp)"),
    )
    parser.add_argument(
        "--server", metavar="URL", help=say("OpenAI 兼容服务器的地址", "address of an OpenAI-compatible server")
    )
    parser.add_argument(
        "--threads", type=_count, metavar="N", help=say("线程数（默认物理核数）", "threads (default: physical cores)")
    )


def _add_reading(add: _Add) -> None:
    show = add("show", help=say("显示一篇报告", "show one report"))
    show.add_argument(
        "post",
        metavar="POST",
        help=say("id 开头、路径或标题的一部分", "beginning of its id, path, or part of its title"),
    )
    show.add_argument("--json", action="store_true", help=say("以 JSON 输出", "as JSON"))
    _add_db(show)
    show.set_defaults(command=lambda a: commands.show(_database(a), a.post, as_json=a.json))

    export = add("export", help=say("导出全部报告", "export all reports"))
    export.add_argument(
        "--format",
        choices=tuple(commands.FORMATS),
        default="jsonl",
        help=say("格式（默认 jsonl）", "format (default: jsonl)"),
    )
    export.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help=say("写到文件（默认标准输出）", "write to a file (default: standard output)"),
    )
    _add_db(export)
    export.set_defaults(command=lambda a: commands.export_all(_database(a), a.format, a.to))

    ledger = add(
        "ledger",
        help=say("一个模型在所有文章里的说法和冲突", "what all posts say about one model, and where they differ"),
    )
    ledger.add_argument("name", metavar="NAME", help=say("模型名或别名", "the model's name or an alias"))
    _add_db(ledger)
    ledger.set_defaults(command=lambda a: commands.show_ledger(_database(a), a.name))

    evaluate = add("eval", help=say("用人工标注给报告打分", "score reports against gold annotations"))
    evaluate.add_argument("reports", type=Path, metavar="REPORTS", help="reports.jsonl")
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help=say("标注文件夹", "folder of annotations"))
    evaluate.add_argument(
        "--floors", type=Path, metavar="FILE", help=say("各项下限，低于则退出码 1", "floors; exit 1 below any of them")
    )
    evaluate.set_defaults(command=lambda a: commands.evaluate_reports(a.reports, a.gold, a.floors))

    ui = add("ui", help=say("打开网页（仅本机）", "open the page (this machine only)"))
    ui.add_argument(
        "--port", type=int, default=8501, metavar="N", help=say("端口（默认 8501）", "port (default: 8501)")
    )
    _add_db(ui)
    ui.set_defaults(command=lambda a: commands.ui(a.db or OUT / DATABASE, a.port))


def _add_weights(add: _Add) -> None:
    weights = add("weights", help=say("查看、下载、校验权重", "list, fetch and verify weights"))
    verbs = weights.add_subparsers(
        title=say("命令", "commands"), metavar="COMMAND", required=True, parser_class=_Parser
    )
    verbs.add_parser("list", help=say("有哪些权重", "which weights there are")).set_defaults(
        command=lambda a: commands.list_weights()
    )
    for verb, told, does in (
        ("pull", say("下载并校验", "fetch and verify"), commands.pull_weights),
        ("verify", say("重新校验", "verify again"), commands.verify_weights),
    ):
        one = verbs.add_parser(verb, help=told)
        one.add_argument(
            "name", nargs="?", default=DEFAULT_WEIGHTS, metavar="NAME", help=say("权重名", "name of the weights")
        )
        one.set_defaults(command=lambda a, does=does: does(a.name))


def _add_measuring(add: _Add) -> None:
    backends = add(
        "backends", help=say("有哪些推理引擎，会用哪个，为什么", "which engines there are, which is used, and why")
    )
    _add_engine(backends)
    backends.set_defaults(command=lambda a: survey.backends(_settings(a)))

    speed = add("bench", help=say("测这台机器有多快", "measure how fast this machine reads"))
    speed.add_argument(
        "paths", nargs="*", metavar="PATH", help=say("文章（默认 corpora/samples）", "posts (default: corpora/samples)")
    )
    speed.add_argument("--no-llm", action="store_true", help=say("只测规则", "rules only"))
    speed.add_argument(
        "--posts", type=_counts, default=bench.RULES_SIZES, metavar="N,N",
        help=say("只用规则时的篇数，如 100,1000,100000", "sizes for the rules alone, such as 100,1000,100000"),
    )  # fmt: skip
    speed.add_argument(
        "--limit", type=_count, metavar="N", help=say("引擎最多读 N 篇", "at most N posts for the engine")
    )
    speed.add_argument("--out", type=Path, metavar="FILE", help=say("写出 JSON", "write JSON"))
    speed.add_argument(
        "--plot", type=Path, metavar="FILE", help=say("画图（.png 或 .svg）", "save a plot (.png or .svg)")
    )
    _add_engine(speed)
    speed.set_defaults(
        command=lambda a: bench.run(bench.Bench(tuple(a.paths), a.posts, a.limit, a.out, a.plot), _settings(a))
    )

    terms = add("terms", help=say("找出词典里没有的名称和术语", "find names and terms that the dictionaries lack"))
    terms.add_argument("folder", metavar="FOLDER", help=say("文章所在的文件夹", "folder of posts"))
    terms.add_argument(
        "--limit", type=_count, default=100, metavar="N", help=say("最多 N 个（默认 100）", "at most N (default: 100)")
    )
    terms.add_argument(
        "--to", type=Path, metavar="FILE", help=say("另存为 jieba 用户词典", "also save as a jieba user dictionary")
    )
    terms.set_defaults(command=lambda a: vocabulary.find_terms(a.folder, a.limit, a.to, Settings()))


def _add_db(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db",
        type=Path,
        metavar="FILE",
        help=say("数据库（默认 results/summarizer.db）", "database (default: results/summarizer.db)"),
    )


def _counts(text: str) -> tuple[int, ...]:
    return tuple(_count(part) for part in text.split(","))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _database(arguments: argparse.Namespace) -> Path:
    return arguments.db or OUT / DATABASE


def _settings(arguments: argparse.Namespace) -> Settings:
    given = vars(arguments)
    return Settings(
        use_llm=not given.get("no_llm"),
        weights=arguments.weights,
        any_language=bool(given.get("any_language")),
        catalogue=given.get("catalogue"),
        threads=arguments.threads,
        backend="openai" if arguments.server else arguments.backend,
        server=arguments.server,
    )


def _run(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    database = arguments.db or arguments.out / DATABASE
    job = Job(tuple(arguments.paths), arguments.out, database, arguments.json, arguments.limit)
    return plan(job, settings) if arguments.dry_run else run(job, settings)


if __name__ == "__main__":
    program()
