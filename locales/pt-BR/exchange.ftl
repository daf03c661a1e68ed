### Arquivos do CMDB: importações, seus relatórios, exportações.

# Páginas
import-title = Importar e exportar
import-about = Itens e relacionamentos de um arquivo, ou todos eles em um
import-begin = Importar um arquivo
import-rows-are = As linhas são
import-cis = Itens de configuração
import-cis-hint = Uma linha por item, encontrado pela identificação: novos são criados, conhecidos são atualizados
import-relationships = Relacionamentos
import-relationships-hint = Uma linha por par: de, para e o tipo
import-file = Arquivo
import-file-hint = CSV com linha de cabeçalho, ou JSON por linhas; UTF-8 ou UTF-16
import-look = Ver o arquivo
import-before = Importações anteriores
import-none = Nada foi importado ainda
import-nameless = Sem nome
import-begun = Início
import-by = Por
import-rehearsal = Ensaio
import-state-prepared = Pronta
import-state-running = Em andamento
import-state-done = Concluída
import-state-failed = Parada
export-whole = Tudo em { $format }

# Uma importação
import-report = Relatório
import-going-on = Recebido até agora
import-rehearsed = Isto foi um ensaio: nada foi gravado. A importação faz o mesmo e grava.
import-rows = Linhas
import-created = Criadas
import-updated = Atualizadas
import-unchanged = Sem mudança
import-refused = Recusadas
import-refusals = Linhas recusadas
import-line = Linha
import-column = Coluna
import-reason = Motivo
import-columns = O que são as colunas
import-columns-about = As primeiras linhas do arquivo. Colunas deixadas de fora não mudam nada.
import-first-rows = Primeiras linhas
import-column-is = { $name } é
import-leave-out = Deixar de fora
import-attribute = Característica { $tag }
import-field-from = De
import-field-to = Para
import-field-type = Tipo
import-create-missing = Criar tipos, grupos e características que ainda não existem
import-rehearse = Ensaiar
import-now = Importar
import-failure-no-file = O arquivo não está mais aqui. Envie-o de novo para continuar.

# Recusas de um arquivo ou de uma linha
fault-import-over = A importação não aceita mais nada
fault-import-over-detail = Ela já está em andamento, ou todas as linhas foram contadas.
fault-import-over-help = Veja o relatório; envie o que foi recusado em um novo arquivo.
field-no-header = A primeira linha não pode ser lida; ela deve dar nome às colunas
field-not-unicode = Isto não é UTF-8 nem UTF-16
field-nameless-column = A coluna { $number } não tem nome
field-repeated-column = { $name } aparece duas vezes
field-unknown-column = Esta coluna não é um campo; diga o que ela é ou deixe-a de fora
field-missing-column = Falta a coluna { $name }
field-ragged-row = A linha tem { $found } células, o cabeçalho tem { $expected }
field-row-too-long = A linha tem mais de { $max } bytes
field-open-quote = Uma aspa aberta nesta linha nunca fecha; tudo depois dela foi lido como uma só célula
field-not-json = Isto não é JSON: { $why }
field-unknown-name = Nada se chama { $name }
field-several-of-name = Mais de um se chama { $name }
field-repeated-row = Uma linha anterior deste arquivo trata do mesmo
field-other-file = Este não é o arquivo com que a importação começou
