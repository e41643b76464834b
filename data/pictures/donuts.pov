// donuts.pov: three glazed donuts on a plate
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kitchen.inc"
Look_From(<2, 13, -17>, <0, 1.3, 0.3>, 34)
object { Table }
object { Plate(7.2) }

#declare Dough = texture {
  pigment { bozo turbulence 0.5 scale 0.5 color_map { [0 rgb <0.72,0.40,0.14>] [0.6 rgb <0.62,0.31,0.10>] [1 rgb <0.78,0.49,0.20>] } }
  normal { bumps 0.25 scale 0.08 } finish { ambient 0.3 diffuse 0.7 specular 0.12 roughness 0.05 } }

// a donut of radius 2.1: pale belt round its waist, icing that runs down in drops
#macro Donut(Icing, Seed, Sprinkled)
  #local S = seed(Seed);
  union {
    torus { 1.55, 0.98 scale <1, 0.86, 1> texture { Dough } }
    torus { 1.56, 0.975 scale <1, 0.86, 1> texture { pigment { gradient y color_map { [0.40 rgbt 1] [0.47 rgbt <0.92,0.74,0.45,0.1>] [0.53 rgbt <0.92,0.74,0.45,0.1>] [0.6 rgbt 1] } turbulence 0.03 scale 2.4 translate -1.2*y } finish { ambient 0.3 diffuse 0.7 } } }
    blob { threshold 0.5
      #local I = 0;
      #while (I < 72)
        #local A = I*5;
        #local Drop = 0.25*sin(radians(A*3+Seed*40)) + 0.2*sin(radians(A*7+Seed*90)) + 0.12*rand(S);
        #local J = 0;
        #while (J < 9)
          #local T = -62 + J*(124 + 14*Drop)/8;
          sphere { <1.55 + 0.86*sin(radians(T)), 0.74*cos(radians(T)), 0>, 0.42, 1 rotate A*y }
          #local J = J + 1;
        #end
        #local I = I + 1;
      #end
      texture { Icing } }
    #if (Sprinkled)
      #local I = 0;
      #while (I < 110)
        #local A = rand(S)*360; #local T = -28 + rand(S)*88; #local C = floor(rand(S)*6);
        merge { cylinder { -0.14*x, 0.14*x, 0.045 } sphere { -0.14*x, 0.045 } sphere { 0.14*x, 0.045 }
          rotate <0, rand(S)*360, 0> rotate <0, 0, -T> translate <1.55 + 1.21*sin(radians(T)), 1.09*cos(radians(T)), 0> rotate A*y
          pigment { #switch (C) #case (0) rgb <0.95,0.2,0.25> #break #case (1) rgb <0.98,0.8,0.15> #break #case (2) rgb <0.2,0.6,0.9> #break #case (3) rgb <0.3,0.75,0.3> #break #case (4) rgb <0.98,0.98,0.95> #break #else rgb <0.98,0.5,0.15> #end }
          finish { ambient 0.3 diffuse 0.7 specular 0.3 } }
        #local I = I + 1;
      #end
    #end
  }
#end
#declare Pink = texture { pigment { rgb <0.90,0.42,0.55> } finish { ambient 0.3 diffuse 0.7 specular 0.6 roughness 0.01 } }
#declare Chocolate = texture { pigment { rgb <0.13,0.055,0.03> } finish { ambient 0.3 diffuse 0.7 specular 0.6 roughness 0.012 } }
#declare Glaze = texture { pigment { rgb <0.88,0.80,0.68> } finish { ambient 0.3 diffuse 0.7 specular 0.6 roughness 0.01 } }

object { Donut(Pink, 1, 1) rotate 20*y translate <-2.75, 1.1, -1.5> }
object { Donut(Chocolate, 2, 1) rotate 75*y translate <2.75, 1.1, -1.2> }
object { Donut(Glaze, 3, 0) rotate 140*y rotate <-14,0,4> translate <0.1, 1.75, 2.0> }
