"""``shenbao staff``: the desk's accounts, and the check of its trail. A password is never an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.options import USAGE, settings_from, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.desk.accounts import Accounts
    from bot.desk.officer import Role

staff = typer.Typer(help="热线台的账号：增加、停用、重设密码；检查操作记录。", no_args_is_help=True)

T = TypeVar("T")
Login = Annotated[str, typer.Argument(help="登录名，小写字母开头，如 wang.fang。", metavar="LOGIN")]
Generate = Annotated[bool, typer.Option("--generate", help="由程序生成密码，只显示这一次；不写则在提示处输入两遍。")]
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", help="权限：查询、编辑、发布、管理；可写多次，不写则只有查询。", metavar="ROLE"),
]


@staff.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="姓名或工号，显示在页面右上角。")],
    role: Roles = None,
    generate: Generate = False,
) -> None:
    """增加一个账号。"""
    from bot.desk.accounts import AccountError, checked_login

    roles = _roles(role)
    if not 0 < len(name.strip()) <= 64:
        stop("姓名应为 1 到 64 个字。", USAGE)
    try:
        wanted = checked_login(login)
    except AccountError as fault:
        stop(str(fault), USAGE)
    password = _password(wanted, generate)
    _run(lambda accounts: accounts.add(wanted, name.strip(), password, roles))
    typer.echo(f"已增加账号 {wanted}，权限：{_named(roles)}。")
    _show(password, generate)


@staff.command()
def disable(login: Login) -> None:
    """停用一个账号：立刻退出登录，不能再登录；操作记录保留。"""
    _run(lambda accounts: accounts.disable(login))
    typer.echo(f"已停用账号 {login}，它的登录已全部结束。")


@staff.command()
def enable(login: Login) -> None:
    """重新启用一个停用的账号，密码不变。"""
    _run(lambda accounts: accounts.enable(login))
    typer.echo(f"已启用账号 {login}。")


@staff.command()
def roles(login: Login, role: Roles = None) -> None:
    """改一个账号的权限：写出的权限替换原来的全部权限。"""
    if not role:
        stop("请用 --role 写出全部权限，可写多次：查询、编辑、发布、管理。", USAGE)
    wanted = _roles(role)
    _run(lambda accounts: accounts.grant(login, wanted))
    typer.echo(f"账号 {login} 的权限现为：{_named(wanted)}。")


@staff.command()
def reset(login: Login, generate: Generate = False) -> None:
    """重设密码，并解除锁定；已登录的全部退出。"""
    account = _run(lambda accounts: accounts.known(login))
    password = _password(account.login, generate)
    disabled = _run(lambda accounts: accounts.reset(login, password))
    typer.echo(f"已重设账号 {account.login} 的密码。")
    _show(password, generate)
    if disabled:
        typer.echo(f"注意：账号仍是停用的，启用请运行 shenbao staff enable {account.login}。", err=True)


@staff.command("list")
def every() -> None:
    """列出全部账号。"""
    from bot.clock import now

    accounts = _run(lambda accounts: accounts.every())
    for account in accounts:
        state = "停用" if account.disabled else "锁定中" if account.locked(now()) else "正常"
        typer.echo(f"{account.login}\t{account.name}\t{_named(account.roles)}\t{state}")
    if not accounts:
        typer.echo("还没有账号，请用 shenbao staff add 增加。", err=True)


@staff.command("audit-check")
def audit_check(
    since: Annotated[
        str | None, typer.Option(help="上次检查显示的「条数:校验码」，用来确认末尾没有被截去。", metavar="N:CODE")
    ] = None,
) -> None:
    """检查操作记录有没有被改动、删除；有则退出码为 1。"""
    anchor = None
    if since is not None:
        number, colon, code = since.partition(":")
        if not (number.isdecimal() and int(number) and colon and code):
            stop(f"--since 应为上次检查显示的「条数:校验码」，收到的是 {since!r}。", USAGE)
        anchor = (int(number), code.strip())
    checked = _run(lambda accounts: accounts.check_trail(anchor))
    if checked.wrong is not None:
        stop(f"操作记录从第 {checked.wrong} 条起对不上：被改动或删除过，或密钥换过。前 {checked.rows} 条无误。")
    typer.echo(f"操作记录 {checked.rows} 条，全部无误。")
    if checked.rows:
        typer.echo(f"请把这一行另行保存，下次用 --since 核对：{checked.rows}:{checked.last}")


def _roles(words: list[str] | None) -> tuple[Role, ...]:
    from bot.desk.officer import role_called

    try:
        return tuple(dict.fromkeys(role_called(word) for word in words or ["lookup"]))
    except ValueError as fault:
        stop(str(fault), USAGE)


def _named(roles: object) -> str:
    from bot.desk.officer import ROLE_NAMES

    assert isinstance(roles, tuple | frozenset)
    return "、".join(name for role, name in ROLE_NAMES.items() if role in roles)


def _password(login: str, generate: bool) -> str:
    """A password nobody sees being typed, twice the same; or a random one."""
    from bot.desk.passwords import complaint, generated

    if generate:
        return generated()
    password: str = typer.prompt("密码（输入时不显示）", hide_input=True, err=True)
    wrong = complaint(password, login)
    if wrong is not None:
        stop(wrong)
    if typer.prompt("再输一遍", hide_input=True, err=True) != password:
        stop("两遍输入的密码不一样，请重来。")
    return password


def _show(password: str, generate: bool) -> None:
    if generate:
        typer.echo(f"密码（只显示这一次）：{password}")


def _run(step: Callable[[Accounts], Awaitable[T]]) -> T:
    settings = settings_from()

    import asyncio

    from bot.desk.accounts import AccountError, Accounts
    from bot.opening import OpeningError, open_memory
    from bot.secret_key import secret_key

    async def run() -> T:
        async with open_memory(settings) as memory:
            return await step(Accounts(memory.engine, secret_key(settings)))

    try:
        return asyncio.run(run())
    except (AccountError, OpeningError) as fault:
        stop(str(fault))
