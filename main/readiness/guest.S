# The guest that shows whether KVM runs guests (see guest.ts): one sector at the top of a 64 KiB ROM. It copies
# itself into memory and says on the first serial port how far it got:
#   R real mode   P protected mode   L 64-bit mode with paging   C counted to ten million   I had an interrupt
# as --64 -o guest.o guest.S && ld -Ttext 0 --oformat binary -o guest.bin guest.o && xxd -p -c 64 guest.bin
.set BASE, 0x7e00
.set SERIAL, 0x3f8

.code16
start:
  cli
  cld
  xorl %eax, %eax
  movw %ax, %es
  movw %ax, %ss
  movw $BASE, %di
  movw $0xfe00, %si
  movw %cs, %cx
  movw %cx, %ds
  movw $0x100, %cx
  rep movsw
  movw %ax, %ds
  ljmp $0, $BASE + real
real:
  movw $SERIAL, %dx
  movb $'R', %al
  outb %al, %dx
  # page tables at 0x1000, 0x2000, 0x3000: one page of 2 MiB, where it lies
  movw $0x1000, %di
  xorl %eax, %eax
  movw $0xc00, %cx
  rep stosl
  movw $0x2007, 0x1000
  movw $0x3007, 0x2000
  movw $0x87, 0x3000
  lgdtl BASE + gdtr
  movl %cr0, %eax
  orb $1, %al
  movl %eax, %cr0
  ljmp $8, $BASE + prot

.code32
prot:
  movw $0x18, %ax
  movw %ax, %ds
  movw %ax, %es
  movw %ax, %ss
  movl $BASE, %esp
  movb $'P', %al
  outb %al, %dx
  # local APIC on, its first line wired to the old interrupt controller
  movl $0x1ff, 0xfee000f0
  movl $0x700, 0xfee00350
  # CR4.PAE, CR3, EFER.LME, CR0.PG
  movl %cr4, %eax
  orb $0x20, %al
  movl %eax, %cr4
  movl $0x1000, %eax
  movl %eax, %cr3
  movl $0xc0000080, %ecx
  rdmsr
  orb $1, %ah
  wrmsr
  movl %cr0, %eax
  orl $0x80000000, %eax
  movl %eax, %cr0
  ljmp $0x10, $BASE + long

.code64
long:
  movl $SERIAL, %edx
  movb $'L', %al
  outb %al, %dx
  movl $10000000, %ecx
1: decl %ecx
  jnz 1b
  movb $'C', %al
  outb %al, %dx
  # interrupt table at 0x4000, the timer as 32; interrupt controller, then the timer, then wait for it
  movl $0x4000 + 32 * 16, %edi
  movl $BASE + tick, %eax
  movw %ax, (%rdi)
  movl $0x8e000010, 2(%rdi)
  movl $0, 6(%rdi)
  movl $0, 10(%rdi)
  lidt BASE + idtr
  movb $0x11, %al
  outb %al, $0x20
  movb $0x20, %al
  outb %al, $0x21
  movb $4, %al
  outb %al, $0x21
  movb $1, %al
  outb %al, $0x21
  movb $0xfe, %al
  outb %al, $0x21
  movb $0x34, %al
  outb %al, $0x43
  movb $0, %al
  outb %al, $0x40
  movb $0x10, %al
  outb %al, $0x40
  sti
2: hlt
  jmp 2b
tick:
  movb $'I', %al
  outb %al, %dx
  # no handler for this, nor for what follows: the processor gives up, QEMU ends (-no-reboot)
  ud2
  nop

# the accessed bits are set already: a processor must not write into ROM
.align 8
gdt:
  .quad 0
  .quad 0x00cf9b000000ffff
  .quad 0x00af9b000000ffff
  .quad 0x00cf93000000ffff
gdtr:
  .word 31
  .long BASE + gdt
idtr:
  .word 0xfff
  .quad 0x4000

.code16
.org 0x1f0
  ljmp $0xf000, $0xfe00
.org 0x200
