using Google.Protobuf.Reflection;

namespace Grpc.Reflection.Internal;

/// <summary>Files by name, by the symbols they declare, and by the extensions they declare. Immutable.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];

    internal SymbolIndex(IEnumerable<ServiceDescriptor> services)
    {
        var list = services.ToList();
        Services = [.. list.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        list.ForEach(service => Add(service.File));
    }

    internal IReadOnlyList<string> Services { get; }

    internal FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    internal FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName.TrimStart('.'));

    internal FileDescriptor? FindExtension(string type, int number) => _extensions.GetValueOrDefault((type, number));

    internal bool IsMessage(string fullName) =>
        FindSymbol(fullName) is { } file && Messages(file.MessageTypes).Any(message => message.FullName == fullName);

    internal IEnumerable<int> ExtensionNumbers(string type) =>
        _extensions.Keys.Where(key => key.Type == type).Select(key => key.Number).Order();

    private static IEnumerable<MessageDescriptor> Messages(IEnumerable<MessageDescriptor> types) =>
        types.SelectMany(type => Messages(type.NestedTypes).Prepend(type));

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var imported in file.Dependencies)
        {
            Add(imported);
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (var extension in file.Extensions.UnorderedExtensions)
        {
            AddExtension(extension, file);
        }

        foreach (var message in Messages(file.MessageTypes))
        {
            Add(message, file);
        }

        foreach (var type in file.EnumTypes)
        {
            Add(type, file);
        }
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        _symbols[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = file;
        }

        foreach (var oneof in message.Oneofs)
        {
            _symbols[oneof.FullName] = file;
        }

        foreach (var extension in message.Extensions.UnorderedExtensions)
        {
            AddExtension(extension, file);
        }

        foreach (var type in message.EnumTypes)
        {
            Add(type, file);
        }
    }

    private void Add(EnumDescriptor type, FileDescriptor file)
    {
        // Values of an enum are its siblings, not its children.
        var scope = type.FullName[..^type.Name.Length];
        _symbols[type.FullName] = file;
        foreach (var value in type.Values)
        {
            _symbols[scope + value.Name] = file;
        }
    }

    private void AddExtension(FieldDescriptor extension, FileDescriptor file)
    {
        _symbols[extension.FullName] = file;
        _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
    }
}
