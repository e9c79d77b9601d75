#!/usr/bin/env python3
"""Which source files of a target can be compiled as one.

usage: together.py MOST ROOT FOLDER < paths

Reads paths from standard input, one a line. Writes into FOLDER one file for each group, which includes its members by
their paths below ROOT (so that it is the same wherever ROOT lies), and prints the paths of these files. Files share a
group only where no name that one of them keeps to itself (in an unnamed namespace) stands anywhere in another: compiled
together they mean what they mean alone. Files that define macros are compiled alone, those that open a namespace for all
that follows with such as open the same. Small groups keep an edit cheap; a first fit in the order given keeps neighbours
together, those first that need the same large libraries, which are then read for few groups.
"""
import os
import re
import sys

NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', re.S)
# Members and qualified names are found in their class or namespace, never in an unnamed one of another file.
USED = re.compile(r'(?<![\w.>:])[A-Za-z_]\w*|(?<=[^-]>)[A-Za-z_]\w*|(?<=[^:]:)[A-Za-z_]\w*')
DECLARED = re.compile(r'(?:\b(?:struct|class|enum|union|concept)\s+(\w+))|(?<![:\w.])(\w+)\s*(?=[(={;\[])')
KEYWORDS = set('const constexpr noexcept override final if for while return struct class enum union namespace using '
               'template typename static inline auto void operator requires sizeof alignas decltype default delete '
               'bool char double float int long short signed unsigned else switch case do try catch new throw this'.split())

LARGE = ('Eigen/', 'openvdb/', 'vtk', 'gdal', 'ogr', 'boost/')


class Headers:
    """Which of the large libraries a file reads, itself or through headers of the project."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def large(self, path):
        if path not in self.known:
            self.known[path] = set()
            try:
                with open(path, encoding='utf-8') as file:
                    included = re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', file.read(), re.M)
            except FileNotFoundError:
                included = []
            found = {library for name in included for library in LARGE if name.startswith(library)}
            for name in included:
                if name.startswith(('core/', 'ui/', 'app/', 'tests/')):
                    found |= self.large(os.path.join(self.root, name))
            self.known[path] = found
        return self.known[path]


def unnamed_namespaces(text):
    """The bodies of `namespace { … }` with what stands inside braces and parentheses left out."""
    for start in re.finditer(r'\bnamespace\s*\{', text):
        depth, kept, at = 1, [], start.end()
        round_brackets = 0
        while at < len(text) and depth:
            c = text[at]
            if c == '{':
                if depth == 1 and not round_brackets:
                    kept.append('{')
                depth += 1
            elif c == '}':
                depth -= 1
            elif depth == 1 and c == '(':
                if not round_brackets:
                    kept.append('(')
                round_brackets += 1
            elif depth == 1 and c == ')':
                round_brackets -= 1
            elif depth == 1 and not round_brackets:
                kept.append(c)
            at += 1
        yield ''.join(kept)


class Source:
    def __init__(self, path):
        self.path = path
        with open(path, encoding='utf-8') as file:
            text = NOISE.sub(' ', file.read())
        self.alone = re.search(r'^\s*#\s*define\b', text, re.M) is not None
        self.opened = set(re.findall(r'^using namespace ([\w:]+);', text, re.M))
        # The same short name for the same namespace may stand in all of them.
        text = re.sub(r'\bnamespace\s+\w+\s*=\s*[\w:]+\s*;|\busing namespace [\w:]+;', ' ', text)
        self.own = set()
        for body in unnamed_namespaces(text):
            for match in DECLARED.finditer(body):
                self.own.add(match.group(1) or match.group(2))
        # Tests are macros' calls, which may stand in unnamed namespaces.
        self.own = {name for name in self.own if re.fullmatch('(?![A-Z][A-Z_]+$)[A-Za-z_].*', name)} - KEYWORDS
        self.words = set(USED.findall(text)) | self.own

    def clashes(self, other):
        if self.alone or other.alone or self.opened != other.opened:
            return True
        return not self.own.isdisjoint(other.words) or not other.own.isdisjoint(self.words)


def grouped(paths, most):
    groups = []
    for path in paths:
        source = Source(path)
        for group in groups:
            if len(group) < most and not any(source.clashes(other) for other in group):
                group.append(source)
                break
        else:
            groups.append([source])
    return groups


def write_if_changed(path, text):
    """What is already there keeps its time: nothing is compiled anew for it."""
    try:
        with open(path, encoding='utf-8') as file:
            if file.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    most, root, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    written = set()
    headers = Headers(root)
    paths = [path for path in sys.stdin.read().split('\n') if path]
    paths.sort(key=lambda path: sorted(headers.large(path)), reverse=True)
    for group in grouped(paths, most):
        members = [os.path.relpath(source.path, root) for source in group]
        name = re.sub(r'\W', '_', os.path.splitext(members[0])[0]) + '_and_more.cpp'
        text = '// Written by packaging/together.py.\n' + ''.join(f'#include "{member}"\n' for member in members)
        write_if_changed(os.path.join(folder, name), text)
        written.add(name)
        print(os.path.join(folder, name))
    for name in os.listdir(folder):
        if name.endswith('.cpp') and name not in written:
            os.remove(os.path.join(folder, name))


main()
